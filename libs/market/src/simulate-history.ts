import { addDays, divide, parseDecimal, type Day, type Decimal } from '@tradeyard/kernel';
import type { Candle } from './candle.js';
import { roundToTick, type InstrumentClass } from './instrument.js';
import { pathKey, pathPrice, pathScale, scaledNormal, type SimulatedInstrument } from './simulate.js';

/** Crypto is traded every day; 252 is the usual number of a year's days on a stock exchange. */
const tradingDaysPerYear: Record<InstrumentClass, number> = { stock: 252, etf: 252, fund: 252, crypto: 365 };

const billion = 1_000_000_000n;
/** No day loses more than this, so that the day before can be computed from it. */
const returnLeast = -900_000_000n;
const dayMs = 86_400_000;

/** What each day draws its numbers for. */
const draws = { close: 0, open: 1, high: 2, low: 3, volume: 4, count: 5 } as const;

/**
 * Daily candles of the `days` calendar days that end with `lastDay`, oldest
 * first, whose last close is `endPrice`; the weekends of a stock are left out.
 * Every number follows from the seed, the symbol and the day.
 */
export function simulateHistory(
  instrument: SimulatedInstrument & { readonly class: InstrumentClass },
  { seed, lastDay, days, endPrice }: { seed: string; lastDay: Day; days: number; endPrice: Decimal },
): readonly Candle[] {
  const key = pathKey(`${seed}/${instrument.symbol}/history`);
  const yearly = instrument.yearlyVolatilityBp * 100_000;
  const deviation = BigInt(Math.round(yearly / Math.sqrt(tradingDaysPerYear[instrument.class])));
  const normal = (at: Date, draw: Exclude<keyof typeof draws, 'count'>): bigint =>
    scaledNormal(key, (at.getTime() / dayMs) * draws.count + draws[draw], deviation);

  const candles: Candle[] = [];
  let close = pathPrice(endPrice);
  for (const at of listTradingDays(instrument.class, lastDay, days)) {
    const dayReturn = normal(at, 'close');
    const previous = divide(
      close * billion,
      billion + (dayReturn < returnLeast ? returnLeast : dayReturn),
      'halfEven',
    );
    // Overnight a price moves less than in a day.
    const open = grow(previous, normal(at, 'open') / 4n);
    candles.push(
      createCandle(instrument, at, {
        open,
        close,
        rise: magnitude(normal(at, 'high')) / 2n,
        fall: magnitude(normal(at, 'low')) / 2n,
        volume: dayVolume(instrument, magnitude(normal(at, 'volume')), deviation),
      }),
    );
    close = previous;
  }
  return candles.reverse();
}

/** The newest first: a path of returns is walked back from the price at its end. */
function listTradingDays(instrumentClass: InstrumentClass, lastDay: Day, days: number): Date[] {
  return Array.from({ length: days }, (_, back) => new Date(addDays(lastDay, -back))).filter(
    (at) => instrumentClass === 'crypto' || (at.getUTCDay() !== 0 && at.getUTCDay() !== 6),
  );
}

/** `open` and `close` in units of `10^-pathScale`, `rise` and `fall` beyond them in parts per billion. */
type DayShape = { open: bigint; close: bigint; rise: bigint; fall: bigint; volume: bigint };

function createCandle(
  { tickSize }: SimulatedInstrument,
  at: Date,
  { open, close, rise, fall, volume }: DayShape,
): Candle {
  const tick = parseDecimal(tickSize);
  const onGrid = (price: bigint): Decimal => {
    const rounded = roundToTick({ digits: price, scale: pathScale }, tick, 'halfEven');
    return rounded.digits < tick.digits ? tick : rounded;
  };
  const upper = open > close ? open : close;
  const lower = open < close ? open : close;
  return {
    at,
    open: onGrid(open),
    high: onGrid(grow(upper, rise)),
    low: onGrid(grow(lower, fall < billion ? -fall : 1n - billion)),
    close: onGrid(close),
    volume: { digits: volume, scale: 0 },
  };
}

/** Half the usual volume and more, the more the wilder the day. */
function dayVolume({ dailyVolume }: SimulatedInstrument, wildness: bigint, deviation: bigint): bigint {
  const { digits, scale } = parseDecimal(dailyVolume);
  const half = digits / (2n * 10n ** BigInt(scale));
  return half + (deviation === 0n ? half : (half * wildness) / deviation);
}

const grow = (price: bigint, partsPerBillion: bigint): bigint =>
  divide(price * (billion + partsPerBillion), billion, 'halfEven');

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
