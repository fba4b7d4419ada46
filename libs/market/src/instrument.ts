import {
  divide,
  formatMinor,
  powerOfTen,
  shareOf,
  type AssetCode,
  type Decimal,
  type Rounding,
} from '@tradeyard/kernel';
import type { ProviderName } from './tick.js';

export const instrumentClasses = ['stock', 'etf', 'fund', 'crypto'] as const;
export type InstrumentClass = (typeof instrumentClasses)[number];

/** A halted instrument shows its last price and is not traded; a delisted one has ended. */
export const instrumentStatuses = ['active', 'halted', 'delisted'] as const;
export type InstrumentStatus = (typeof instrumentStatuses)[number];

/** Something that is traded: a share, or a crypto asset against a currency. */
export type Instrument = {
  readonly symbol: string;
  readonly name: string;
  readonly exchange: string;
  readonly class: InstrumentClass;
  /** What its price is in. */
  readonly currency: string;
  /** The currency that it trades, for crypto: BTC of BTC-USD. A share trades itself. */
  readonly base: string | null;
  /** The smallest step of its price, as decimal text. */
  readonly tickSize: string;
  readonly status: InstrumentStatus;
  /** When it is traded: the code of a trading calendar, such as `XNAS`, or `24/7`. */
  readonly calendar: string;
  /** Who says what it costs. */
  readonly provider: ProviderName;
  /** How that provider calls it, BTCUSDT for BTC-USD; null where it has the same symbol. */
  readonly providerSymbol: string | null;
};

/** By what a portfolio is divided besides; null where nobody said. */
export type InstrumentOrigin = {
  /** The line of business, such as `Technology`. */
  readonly sector: string | null;
  /** Two capital letters, by ISO 3166-1. */
  readonly country: string | null;
};

/** What a buyer gets into their book: bought bitcoins are in the wallet like any other currency. */
export const tradedAsset = ({ symbol, base }: Pick<Instrument, 'symbol' | 'base'>): AssetCode =>
  base ?? shareOf(symbol);

/** A price above zero on the grid of `tickSize`, with the decimal places of the tick size. */
export const roundToTick = (price: Decimal, tickSize: Decimal, rounding: Rounding): Decimal => ({
  digits:
    divide(price.digits * powerOfTen(tickSize.scale), tickSize.digits * powerOfTen(price.scale), rounding) *
    tickSize.digits,
  scale: tickSize.scale,
});

/** A price with all places of its tick size: `232.50`, not `232.5`. */
export const formatPrice = ({ digits, scale }: Decimal): string => formatMinor(digits, scale);
