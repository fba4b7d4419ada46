import { dayNumber, DomainError, isDay, type DayNumber } from '@tradeyard/kernel';
import { activityTypes, type ActivityType } from './activity.js';
import type { CalculationRequest } from './calculation.js';
import type { CourseActivity, PositionInput } from './course-activity.js';
import { adjustForSplits, type UnitSplit } from './split-adjustment.js';

/** A value of a day, as sent: by day, in the order of days. */
export type DatedNumber = { readonly day: DayNumber; readonly value: number };

export type ReadAsset = Pick<PositionInput, 'symbol' | 'currency' | 'kind' | 'isPricedByHand'> & {
  readonly activities: CourseActivity[];
  readonly prices: readonly DatedNumber[];
};

/** A request whose every part was looked at, with numbers in place of texts. */
export type ReadCalculation = {
  readonly currency: string;
  readonly today: DayNumber;
  readonly history: 'dates' | 'days';
  readonly balanceDays: readonly DayNumber[];
  readonly assets: readonly ReadAsset[];
  readonly rates: ReadonlyMap<string, readonly DatedNumber[]>;
};

/** Longer numbers are refused before they cost time. */
const lengthMax = 60;
const decimal = /^-?\d+(?:\.\d+)?$/;
const kinds = ['asset', 'cash', 'liability'] as const;
const types: ReadonlySet<string> = new Set(
  activityTypes.filter((type) => !['split', 'merger', 'spin_off'].includes(type)),
);

/** Looks at every part of a request, whatever was sent; throws as `calculationOf` says. */
export function readCalculation(request: CalculationRequest): ReadCalculation {
  const sent = asObject(request, 'calculation');
  const assets = new Map<string, ReadAsset>();
  const prices = readTable(sent['prices'] ?? {}, 'prices');
  asList(sent['assets'], 'assets').forEach((item, index) => {
    const asset = readAsset(item, `assets[${index}]`, prices);
    if (assets.has(asset.symbol)) refuse(`${asset.symbol} is there twice`, `assets[${index}].symbol`);
    assets.set(asset.symbol, asset);
  });
  const splits = readSplits(sent['splits'] ?? []);
  asList(sent['activities'], 'activities').forEach((item, index) => {
    const field = `activities[${index}]`;
    const { symbol, ...activity } = readActivity(item, field, index);
    const asset = assets.get(symbol) ?? refuse(`${symbol} is not among the assets`, `${field}.symbol`);
    asset.activities.push(adjustForSplits(activity, splits.get(symbol) ?? []));
  });
  for (const { activities } of assets.values()) {
    activities.sort((a, b) => a.day - b.day || a.atMs - b.atMs);
  }
  return {
    currency: readText(sent['currency'], 'currency'),
    today: readDay(sent['today'], 'today'),
    history: sent['history'] === 'days' ? 'days' : 'dates',
    balanceDays: asList(sent['balanceDays'] ?? [], 'balanceDays').map((day, index) =>
      readDay(day, `balanceDays[${index}]`),
    ),
    assets: [...assets.values()],
    rates: readTable(sent['rates'] ?? {}, 'rates'),
  };
}

function readAsset(
  item: unknown,
  field: string,
  prices: ReadonlyMap<string, readonly DatedNumber[]>,
): ReadAsset {
  const sent = asObject(item, field);
  const symbol = readText(sent['symbol'], `${field}.symbol`);
  const kind = kinds.find((each) => each === (sent['kind'] ?? 'asset'));
  return {
    symbol,
    currency: readText(sent['currency'], `${field}.currency`),
    kind: kind ?? refuse(`A kind is one of ${kinds.join(', ')}`, `${field}.kind`),
    isPricedByHand: sent['isPricedByHand'] === true,
    activities: [],
    prices: prices.get(symbol) ?? [],
  };
}

function readActivity(item: unknown, field: string, index: number): CourseActivity & { symbol: string } {
  const sent = asObject(item, field);
  const type = sent['type'];
  if (typeof type !== 'string' || !types.has(type)) {
    return refuse(`A type is one of ${[...types].join(', ')}`, `${field}.type`);
  }
  const number = (name: string) =>
    sent[name] === undefined ? 0 : readDecimal(sent[name], `${field}.${name}`);
  const at = sent['at'] === undefined ? 0 : Date.parse(readText(sent['at'], `${field}.at`));
  if (Number.isNaN(at)) return refuse('A moment is written 2024-03-08T14:30:00Z', `${field}.at`);
  const isOfUnknownCost = type === 'transfer_in' && sent['price'] === undefined;
  return {
    id: `${index}`,
    symbol: readText(sent['symbol'], `${field}.symbol`),
    day: readDay(sent['day'], `${field}.day`),
    atMs: at,
    type: type as ActivityType,
    quantity: number('quantity'),
    price: isOfUnknownCost ? NaN : number('price'),
    amount: number('amount'),
    fee: number('fee'),
    feeInBase: sent['feeInBase'] === undefined ? undefined : number('feeInBase'),
  };
}

function readSplits(sent: unknown): ReadonlyMap<string, UnitSplit[]> {
  const splits = new Map<string, UnitSplit[]>();
  asList(sent, 'splits').forEach((item, index) => {
    const field = `splits[${index}]`;
    const split = asObject(item, field);
    const symbol = readText(split['symbol'], `${field}.symbol`);
    const [to, from] = (['to', 'from'] as const).map((name) => {
      const count = readDecimal(split[name], `${field}.${name}`);
      return count > 0 ? count : refuse('A split has a ratio of numbers above zero', `${field}.${name}`);
    });
    const day = readDay(split['day'], `${field}.day`);
    splits.set(symbol, [...(splits.get(symbol) ?? []), { day, to: to ?? 1, from: from ?? 1 }]);
  });
  return splits;
}

function readTable(sent: unknown, field: string): ReadonlyMap<string, readonly DatedNumber[]> {
  const table = new Map<string, readonly DatedNumber[]>();
  for (const [name, row] of Object.entries(asObject(sent, field))) {
    const values = Object.entries(asObject(row, `${field}.${name}`)).map(([day, value]) => ({
      day: readDay(day, `${field}.${name}.${day}`),
      value: readDecimal(value, `${field}.${name}.${day}`),
    }));
    table.set(name, values.sort((a, b) => a.day - b.day)); // prettier-ignore
  }
  return table;
}

function readDecimal(value: unknown, field: string): number {
  if (typeof value === 'string' && value.length <= lengthMax && decimal.test(value)) return Number(value);
  const shown = typeof value === 'string' ? value.slice(0, lengthMax) : typeof value;
  throw new DomainError('not_a_decimal', `"${shown}" is not a decimal number such as "1234.56"`, field);
}

function readDay(value: unknown, field: string): DayNumber {
  if (typeof value === 'string' && isDay(value)) return dayNumber(value);
  return refuse('A day is written 2024-03-08', field);
}

const readText = (value: unknown, field: string): string =>
  typeof value === 'string' && value !== '' && value.length <= 100
    ? value
    : refuse('A text is missing', field);

const asObject = (value: unknown, field: string): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : refuse('An object is missing', field);

const asList = (value: unknown, field: string): readonly unknown[] =>
  Array.isArray(value) ? value : refuse('A list is missing', field);

function refuse(message: string, field: string): never {
  throw new DomainError('calculation_malformed', `${message} (${field})`, field);
}
