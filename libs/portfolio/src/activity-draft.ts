import {
  divide,
  formatDecimal,
  getCurrency,
  multiplyDecimals,
  powerOfTen,
  type Day,
  type Decimal,
} from '@tradeyard/kernel';
import { activityTypes, type Activity, type ActivityType } from './activity.js';
import { activityFieldNames, activityFields, type ActivityField } from './activity-fields.js';
import {
  checkSize,
  decimalsMax,
  fault,
  lastDayOf,
  readCurrency,
  readDay,
  readInstant,
  readLots,
  readNote,
  readNumber,
  readSymbol,
  shortest,
  type ChosenLotDraft,
  type Sign,
} from './draft-field.js';

export type { ChosenLotDraft } from './draft-field.js';

/**
 * An activity as texts, the way a form, a body or a row of a file has it. What is null, missing or blank is not given.
 * `lots` is a list, or a text such as `id:2.5; other-id:1`.
 */
export type ActivityDraft = { readonly [field in Exclude<ActivityField, 'lots'>]?: string | null } & {
  readonly lots?: string | readonly ChosenLotDraft[] | null;
};

export type DraftContext = {
  readonly id: string;
  /** The newest day that it is anywhere; nothing can be of later than the day after. */
  readonly today: Day;
  /** The portfolio's: of splits and the like that name none. */
  readonly currency: string;
};

/** What is given, without blanks around it. */
type Given = { readonly type: ActivityType; readonly texts: ReadonlyMap<ActivityField, string> };

/** The numbers with the places that were written. */
type Numbers = Readonly<
  Record<'quantity' | 'price' | 'amount' | 'fee' | 'ratioTo' | 'ratioFrom' | 'costShare', Decimal | null>
>;

/**
 * Reads an activity, of which `activityFields` says what it needs. Throws, always with the field at fault:
 * `activity_malformed` (missing, of no use for the type, contradictory, no text), `not_a_decimal`, `too_many_decimals`
 * (18), `number_too_large` (10^15), `amount_must_be_positive` (also where just zero is refused), `unknown_currency`,
 * `date_out_of_range` (before 1900, after tomorrow, acquired after it came) and `lots_do_not_match`.
 */
export function readActivity(draft: ActivityDraft, { id, today, currency }: DraftContext): Activity {
  const given = readTexts(draft);
  const { type, texts } = given;
  const numbers = readNumbers(given);
  checkTogether(given, numbers);
  const day = readDay('day', texts.get('day') ?? '', lastDayOf(today));
  const [at, acquired] = [texts.get('at'), texts.get('acquired')];
  const code = readCurrency(texts.get('currency') ?? currency);
  const { ratioTo, ratioFrom, costShare, fee } = numbers;
  return {
    id,
    day,
    at: at === undefined ? null : readInstant(at, day),
    type,
    symbol: symbolOf(given, 'symbol'),
    ...valueOf(given, numbers, code),
    currency: code,
    fee: fee ? shortest(fee) : { digits: 0n, scale: 0 },
    ratio: ratioTo && ratioFrom ? { to: shortest(ratioTo), from: shortest(ratioFrom) } : null,
    target: symbolOf(given, 'target'),
    costShare: costShare && shortest(costShare),
    acquired: acquired === undefined ? null : readDay('acquired', acquired, day),
    lots: texts.has('lots') && numbers.quantity ? readLots(draft.lots ?? [], numbers.quantity) : null,
    note: readNote(texts.get('note') ?? ''),
  };
}

function readTexts(draft: ActivityDraft): Given {
  const type = activityTypes.find((known) => known === draft.type?.trim());
  if (!type) {
    throw fault(
      'activity_malformed',
      'type',
      `The type of an activity is one of ${activityTypes.join(', ')}`,
    );
  }
  const texts = new Map<ActivityField, string>();
  for (const field of activityFieldNames) {
    const use = activityFields[type][field];
    const text = textOf(draft, field);
    if (text === '') {
      if (use === 'needed') throw fault('activity_malformed', field, `A ${type} needs ${field}`);
    } else if (use) texts.set(field, text);
    // A column of fees has zeros where there is none.
    else if (field !== 'fee' || !/^-?0+(\.0+)?$/.test(text)) {
      throw fault('activity_malformed', field, `A ${type} has no ${field}`);
    }
  }
  return { type, texts };
}

function textOf(draft: ActivityDraft, field: ActivityField): string {
  if (field !== 'lots' || typeof draft.lots === 'string')
    return (draft[field] as string | null | undefined)?.trim() ?? '';
  // A list has no text; that it is there is enough.
  return draft.lots?.length ? 'lots' : '';
}

const symbolOf = ({ texts }: Given, field: 'symbol' | 'target'): string | null => {
  const text = texts.get(field);
  return text === undefined ? null : readSymbol(field, text);
};

/** What can be less than zero: a correction, interest that was paid, a fee that came back, a liability repaid. */
const signed: ReadonlySet<ActivityType> = new Set(['dividend', 'interest', 'fee', 'liability']);
const maybeNothing: ReadonlySet<ActivityType> = new Set(['buy', 'sell', 'short', 'cover', 'item', 'split', 'merger', 'spin_off']); // prettier-ignore

function readNumbers({ type, texts }: Given): Numbers {
  const read = (field: ActivityField, least: Sign): Decimal | null => {
    const text = texts.get(field);
    return text === undefined ? null : readNumber(field, text, least);
  };
  const amountLeast = signed.has(type) ? 'minus' : maybeNothing.has(type) ? 'zero' : 'positive';
  const costShare = read('costShare', 'zero');
  if (costShare && costShare.digits > powerOfTen(costShare.scale)) {
    throw fault('number_too_large', 'costShare', 'A part of the cost is from 0 to 1');
  }
  return {
    quantity: read('quantity', 'positive'),
    price: read('price', 'zero'),
    amount: read('amount', amountLeast),
    fee: read('fee', 'zero'),
    ratioTo: read('ratioTo', type === 'merger' ? 'zero' : 'positive'),
    ratioFrom: read('ratioFrom', 'positive'),
    costShare,
  };
}

/** What fields say of each other. */
function checkTogether({ type, texts }: Given, { quantity, price, amount, ratioTo }: Numbers): void {
  const refuse = (field: ActivityField, message: string): never => {
    throw fault('activity_malformed', field, message);
  };
  const isTransfer = type === 'transfer_in' || type === 'transfer_out';
  if (isTransfer && texts.has('symbol')) {
    if (!quantity) refuse('quantity', 'A transfer of an asset needs quantity');
    if (amount) refuse('amount', 'A transfer of an asset has its price per unit, no amount');
  } else if (isTransfer) {
    if (!amount) refuse('amount', 'A transfer of cash needs amount');
    for (const field of ['quantity', 'price', 'acquired', 'lots'] as const) {
      if (texts.has(field)) refuse(field, `A transfer of cash has no ${field}`);
    }
  } else if ((type === 'dividend' || type === 'interest') && !amount) {
    if (!quantity) refuse('amount', `A ${type} needs amount, or quantity and price`);
    if (!price) refuse('price', `A ${type} needs amount, or quantity and price`);
  } else if (quantity && !price && !amount) refuse('price', `A ${type} needs price or amount`);
  if (type === 'merger') {
    const isForCash = ratioTo?.digits === 0n;
    if (isForCash && !amount) refuse('amount', 'A merger for cash alone needs amount per unit');
    if (isForCash && texts.has('target')) refuse('target', 'A merger for cash alone has no target');
    if (!isForCash && !texts.has('target')) refuse('target', 'A merger needs target');
    if (texts.has('costShare') && !amount) refuse('costShare', 'Only a merger that pays cash has costShare');
  }
  if (texts.has('target') && texts.get('target') === texts.get('symbol')) {
    refuse('target', 'An asset cannot turn into itself');
  }
}

type Value = Pick<Activity, 'quantity' | 'price' | 'amount'>;

/** Fills in the price or the amount that was left out, and refuses two that contradict each other. */
function valueOf({ type }: Given, numbers: Numbers, currency: string): Value {
  const { quantity, price, amount } = numbers;
  const product = quantity && price && multiplyDecimals(quantity, price);
  if (product) checkSize('quantity', product);
  if (product && amount) checkAgreement({ quantity, price, amount, product }, currency);
  const isIncome = type === 'dividend' || type === 'interest';
  const value = isIncome && !amount && product ? rounded(product) : amount;
  if (isIncome && value?.digits === 0n) {
    throw fault('amount_must_be_positive', price ? 'price' : 'amount', `A ${type} of nothing is none`);
  }
  const isPerUnit = quantity !== null && amount !== null && !price && !isIncome;
  const perUnit = isPerUnit ? quotient(amount, quantity) : price;
  return {
    quantity: quantity && shortest(quantity),
    price: perUnit && shortest(perUnit),
    amount: value && shortest(value),
  };
}

const rounded = ({ digits, scale }: Decimal): Decimal =>
  scale <= decimalsMax
    ? { digits, scale }
    : { digits: divide(digits, powerOfTen(scale - decimalsMax), 'halfEven'), scale: decimalsMax };

const quotient = (a: Decimal, b: Decimal): Decimal => ({
  digits: divide(a.digits * powerOfTen(b.scale + decimalsMax), b.digits * powerOfTen(a.scale), 'halfEven'),
  scale: decimalsMax,
});

/** Brokers show prices with at least so many places, and parts of units with so many. */
const shownPlaces = { price: 2, quantity: 4 };

/** Throws where price times quantity is further from the amount than what a broker rounds, or than a minor unit. */
function checkAgreement(
  { quantity, price, amount, product }: Record<'quantity' | 'price' | 'amount' | 'product', Decimal>,
  currency: string,
): void {
  const scale = 4 * decimalsMax;
  const at = ({ digits, scale: places }: Decimal): bigint => digits * powerOfTen(scale - places);
  const half = (value: Decimal, other: Decimal, least: number): bigint =>
    divide(at(value), 2n * powerOfTen(Math.max(other.scale, least)), 'up');
  const slack =
    half(quantity, price, shownPlaces.price) +
    half(price, quantity, shownPlaces.quantity) +
    powerOfTen(scale - getCurrency(currency).exponent);
  const difference = at(product) - at(amount);
  if (difference > slack || -difference > slack) {
    throw fault(
      'activity_malformed',
      'amount',
      `${formatDecimal(quantity)} at ${formatDecimal(price)} are ${formatDecimal(product)}, not ${formatDecimal(amount)}`,
    );
  }
}
