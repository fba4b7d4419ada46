import {
  compareDecimals,
  DomainError,
  formatDecimal,
  getActiveCurrency,
  parseDecimal,
  type Decimal,
} from '@tradeyard/kernel';
import {
  instrumentClasses,
  instrumentStatuses,
  type Instrument,
  type InstrumentClass,
  type InstrumentOrigin,
} from './instrument.js';
import type { SimulatedInstrument } from './simulate.js';
import { alwaysOpen, isCalendar, rulesOf } from './trading-days.js';
import { providerNames } from './tick.js';

/** All that is stored of an instrument. `startPrice` is where its simulated market begins, as decimal text. */
export type InstrumentDraft = Instrument &
  InstrumentOrigin &
  SimulatedInstrument & { readonly startPrice: string };

export const instrumentFields = [
  ...['symbol', 'name', 'exchange', 'class', 'currency', 'base', 'tickSize', 'status', 'calendar'],
  ...['provider', 'providerSymbol', 'simulatedSessions', 'startPrice', 'yearlyDriftBp', 'yearlyVolatilityBp'],
  ...['spreadBp', 'dailyVolume', 'sector', 'country'],
] as (keyof InstrumentDraft)[];

/** What a form or a row of a file says, as text; a field that is left out or empty has its usual value. */
export type InstrumentFields = { readonly [field in keyof InstrumentDraft]?: string | undefined };

/** What they were cannot change: money and shares are counted by them. */
export const fixedInstrumentFields = ['class', 'currency', 'base'] as const;

export const simulationSessions = ['always', 'calendar'] as const;

/** Bounds of the simulated market, in basis points; ten times as much as any market has shown. */
export const simulationBounds = {
  yearlyDriftBp: { least: -9_000, most: 100_000, usual: 0 },
  yearlyVolatilityBp: { least: 0, most: 50_000, usual: 3_000 },
  spreadBp: { least: 0, most: 1_000, usual: 2 },
} as const;

export const instrumentNameCharactersMax = 100;
/** Also a part of an address, of the name of a channel and of a list with commas. */
export const symbolPattern = /^(?=.{1,20}$)[A-Z0-9]+([.-][A-Z0-9]+)*$/;
const exchangePattern = /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,29}$/;
const providerSymbolPattern = /^[\x21-\x7e]{1,40}$/;
/** Something to see, and nothing that turns the direction of writing. */
const namePattern = /^(?=.*[\p{L}\p{N}])[^\p{Cc}\u202a-\u202e\u2066-\u2069]+$/u;

/** Something to see, and nothing that turns the direction of writing. */
const sectorPattern = /^(?=.*[\p{L}\p{N}])[^\p{Cc}\u202a-\u202e\u2066-\u2069]{1,40}$/u;
const countryPattern = /^[A-Z]{2}$/;

const placesMax = 12;
const numberMax: Decimal = { digits: 10n ** 15n, scale: 0 };

/**
 * An instrument from what is said of it. Throws `instrument_malformed`, `unknown_currency`, `currency_ended` or
 * `unknown_calendar`, naming the field, for the first thing that is wrong.
 */
export function readInstrument(fields: InstrumentFields): InstrumentDraft {
  const symbol = readText(
    fields,
    'symbol',
    symbolPattern,
    'capital letters and digits, at most 20, such as BRK.B',
  );
  const instrumentClass = readOne(fields, 'class', instrumentClasses);
  const currency = readCurrency(fields, 'currency');
  const tickSize = readPositive(fields, 'tickSize', '0.01');
  const startPrice = readPositive(fields, 'startPrice', '100');
  if (compareDecimals(parseDecimal(startPrice), parseDecimal(tickSize)) < 0) {
    throw malformed('startPrice', `A price is at least one step of ${tickSize}, ${startPrice} is less`);
  }
  return {
    symbol,
    name: readName(fields),
    exchange: readText(fields, 'exchange', exchangePattern, 'a short name such as NASDAQ'),
    class: instrumentClass,
    currency,
    base: readBase(fields, instrumentClass, currency),
    tickSize,
    status: readOne(fields, 'status', instrumentStatuses, 'active'),
    calendar: readCalendar(fields, instrumentClass),
    provider: readOne(fields, 'provider', providerNames, 'simulated'),
    providerSymbol: readProviderSymbol(fields),
    simulatedSessions: readOne(fields, 'simulatedSessions', simulationSessions, 'always'),
    startPrice,
    yearlyDriftBp: readBasisPoints(fields, 'yearlyDriftBp'),
    yearlyVolatilityBp: readBasisPoints(fields, 'yearlyVolatilityBp'),
    spreadBp: readBasisPoints(fields, 'spreadBp'),
    dailyVolume: readAmount(fields, 'dailyVolume', '1000000'),
    sector: readMaybe(fields, 'sector', sectorPattern, 'a sector of at most 40 characters'),
    country: readMaybe(fields, 'country', countryPattern, 'a country by its two capital letters, such as US'),
  };
}

/** The same instrument as text, so that some fields can be replaced and all be read again. */
export const instrumentText = (instrument: InstrumentDraft): InstrumentFields =>
  Object.fromEntries(
    instrumentFields.map((field) => [field, instrument[field] === null ? undefined : `${instrument[field]}`]),
  );

function readText(
  fields: InstrumentFields,
  field: keyof InstrumentDraft,
  pattern: RegExp,
  form: string,
): string {
  const text = fields[field] ?? '';
  if (pattern.test(text)) return text;
  throw malformed(field, text === '' ? `${field} is missing` : `"${clip(text)}" is not ${form}`);
}

/** Each provider writes its symbols in capital letters. */
function readProviderSymbol(fields: InstrumentFields): string | null {
  if (!fields.providerSymbol) return null;
  return readText(
    fields,
    'providerSymbol',
    providerSymbolPattern,
    'at most 40 visible characters',
  ).toUpperCase();
}

const readMaybe = (
  fields: InstrumentFields,
  field: 'sector' | 'country',
  pattern: RegExp,
  form: string,
): string | null => (fields[field] ? readText(fields, field, pattern, form) : null);

function readName(fields: InstrumentFields): string {
  const name = fields.name?.trim() ?? '';
  if (name.length <= instrumentNameCharactersMax && namePattern.test(name)) return name;
  throw malformed('name', `name needs 1 to ${instrumentNameCharactersMax} characters that can be seen`);
}

function readOne<T extends string>(
  fields: InstrumentFields,
  field: keyof InstrumentDraft,
  known: readonly T[],
  usual?: T,
): T {
  const text = fields[field] || usual;
  const found = known.find((each) => each === text);
  if (found !== undefined) return found;
  throw malformed(field, `${field} must be one of ${known.join(', ')}`);
}

function readCurrency(fields: InstrumentFields, field: 'currency' | 'base'): string {
  const code = fields[field] ?? '';
  if (code === '') throw malformed(field, `${field} is missing`);
  try {
    return getActiveCurrency(code).code;
  } catch (error) {
    throw error instanceof DomainError ? new DomainError(error.code, error.message, field) : error;
  }
}

/** A coin is bought into the wallet as a currency, so it has to be one; a share trades itself. */
function readBase(
  fields: InstrumentFields,
  instrumentClass: InstrumentClass,
  currency: string,
): string | null {
  if (instrumentClass !== 'crypto') {
    if (!fields.base) return null;
    throw malformed('base', `Only crypto trades another currency, a ${instrumentClass} trades itself`);
  }
  const base = readCurrency(fields, 'base');
  if (getActiveCurrency(base).kind !== 'crypto') {
    throw malformed('base', `${base} is money, not a crypto asset; currencies are converted in the wallet`);
  }
  if (base === currency) throw malformed('base', `${base} cannot be traded for itself`);
  return base;
}

function readCalendar({ calendar }: InstrumentFields, instrumentClass: InstrumentClass): string {
  if (calendar) {
    if (!isCalendar(calendar)) rulesOf(calendar); // throws
    return calendar;
  }
  if (instrumentClass === 'crypto') return alwaysOpen;
  throw malformed('calendar', 'calendar is missing: the code of a trading calendar such as XNAS');
}

function readPositive(fields: InstrumentFields, field: 'tickSize' | 'startPrice', usual: string): string {
  const text = readAmount(fields, field, usual);
  if (parseDecimal(text).digits > 0n) return text;
  throw malformed(field, `${field} must be more than zero`);
}

function readAmount(
  fields: InstrumentFields,
  field: 'tickSize' | 'startPrice' | 'dailyVolume',
  usual: string,
): string {
  const text = fields[field] || usual;
  const value = readDecimal(text);
  if (value && value.digits >= 0n && value.scale <= placesMax && compareDecimals(value, numberMax) <= 0) {
    return formatDecimal(value);
  }
  throw malformed(field, `"${clip(text)}" is not a number such as 0.01, with at most ${placesMax} places`);
}

function readDecimal(text: string): Decimal | undefined {
  try {
    return parseDecimal(text);
  } catch {
    return undefined; // the caller says what it should have been
  }
}

function readBasisPoints(fields: InstrumentFields, field: keyof typeof simulationBounds): number {
  const { least, most, usual } = simulationBounds[field];
  const text = fields[field] || `${usual}`;
  const value = /^-?\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw malformed(field, `${field} must be a whole number of basis points from ${least} to ${most}`);
}

const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);

const malformed = (field: keyof InstrumentDraft, message: string): DomainError =>
  new DomainError('instrument_malformed', message.charAt(0).toUpperCase() + message.slice(1), field);
