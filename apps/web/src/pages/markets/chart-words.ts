import { formatDay } from '@tradeyard/ui';
import { sourceNames } from '../../market/source-names.js';
import type { Candle } from './candles.js';

const units = [
  { ms: 7 * 86_400_000, each: 'Weekly prices', many: 'weeks' },
  { ms: 86_400_000, each: 'Daily prices', many: 'days' },
  { ms: 3_600_000, each: 'Hourly prices', many: 'hours' },
  { ms: 60_000, each: 'Prices by the minute', many: 'minutes' },
] as const;

/** How much time one candle covers: `Daily prices`, `Prices of 15 minutes each`. */
export function stepWords(stepMs: number): string {
  const unit = units.find(({ ms }) => stepMs >= ms && stepMs % ms === 0);
  if (!unit) return 'Prices';
  return stepMs === unit.ms ? unit.each : `Prices of ${stepMs / unit.ms} ${unit.many} each`;
}

/** What a chart shows and whose prices these are: imported history can go on as a simulation. */
export function originWords(candles: readonly Candle[], stepMs: number): string {
  const what = stepWords(stepMs);
  const lastReal = candles.findLast(({ source }) => source !== 'simulated');
  if (!lastReal) return `${what}, all simulated`;
  const origin = lastReal.source === 'imported' ? 'imported' : `from ${sourceNames[lastReal.source]}`;
  if (candles.every(({ source }) => source !== 'simulated')) return `${what}, ${origin}`;
  return lastReal === candles.at(-1)
    ? `${what}, partly simulated`
    : `${what}, ${origin} until ${formatDay(lastReal.at)} and simulated after`;
}
