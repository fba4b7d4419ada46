import { formatDay, formatMoney, formatPercent, formatQuantity, formatRate } from '@tradeyard/ui';
import type { Schemas } from '../api.js';

export type Trail = Schemas['TrailDto'];
export type TrailAnswer = Schemas['TrailAnswerDto'];
export type TrailSource = Schemas['TrailColumnDto']['source'];

/** Formulas in words, by their key; a new one is shown as it is written until it has words. */
const formulaWords: Readonly<Record<string, string>> = {
  sum_of_values: 'Units of each position, times their price, times the exchange rate, added up.',
  change_less_flows:
    'The value at the end, less that at the beginning, less what was paid in, plus what was taken out.',
  gain_over_capital: 'The gain, divided by what was there at the beginning and all that was paid in.',
  sum_of_effects: 'What prices, dividends and currencies brought, less fees, added up over all positions.',
  gain_over_average_stake:
    'The gain of prices less fees, divided by what was invested on average, with what had been gained before.',
  linked_factors: 'The growth of each period, multiplied with each other, less one.',
  present_values_are_zero:
    'The rate at which all payments, each discounted to the first day, come to nothing together.',
  present_values_are_zero_by_growth:
    'The rate at which all payments, each discounted to the first day, come to nothing together.',
  future_values_are_zero_by_growth:
    'The rate at which all payments, each with interest to the last day, come to nothing together.',
  yearly_deviation:
    'How far the returns of weekdays usually are from their average, scaled to a year by the square root of its weekdays.',
  fall_from_peak:
    'One, less the lowest level after a high, divided by that high. Money that came or went is not in it.',
  excess_over_deviation:
    'The average return above what is free of risk, divided by how far returns usually are from it, scaled to a year.',
  excess_over_downside:
    'The average return above what is free of risk, divided by how far returns are below it, scaled to a year.',
  loss_at_rank:
    'The mildest of the worst returns, as a loss. Of all returns, so many are the worst as are beyond the confidence.',
  moves_with_benchmark:
    'How far both are from their averages on the same day, multiplied and added up, divided by the squares of the benchmark alone.',
  moves_together:
    'How far both are from their averages on the same day, multiplied and added up, divided by what that would be if they always moved together.',
};

/** Why there is no figure, or what it is then. */
const noteWords: Readonly<Record<string, string>> = {
  nothing_put_in: 'Nothing was there and nothing was paid in, so there is nothing to divide by.',
  nothing_invested: 'Nothing was invested in this time, so there is nothing to divide by.',
  nothing_held: 'Nothing was held in this time.',
  no_flows: 'No money came or went in this time.',
  one_sign: 'Money only came or only went in this time. A rate needs both.',
  one_day: 'All of it happened on one day, so no time passed that a rate could be told of.',
  no_rate: 'No rate makes these payments come to nothing.',
  several:
    'Several rates fit these payments, because money came and went in turns. None of them is the right one.',
  too_few_returns: 'There are too few days in this time to tell.',
  returns_all_the_same: 'Every day brought the same, so there is nothing to divide by.',
  no_return_below: 'No day brought less than what is free of risk, so there is nothing to divide by.',
  no_benchmark: 'No benchmark is chosen, or it has no prices.',
  worth_nothing: 'One of both was worth nothing on some of these days, so they cannot be compared.',
  never_fell: 'It never fell in this time.',
};

const sourceWords: Record<TrailSource, string> = {
  activities: 'your activities',
  prices: 'market prices',
  rates: 'exchange rates',
  valuation: 'what positions were worth',
  assumption: 'assumed for this',
  formula: 'worked out here',
};

export const formulaSentence = (key: string): string | undefined => formulaWords[key];
export const noteSentence = (note: string): string => noteWords[note] ?? note;
export const sourceSentence = (source: TrailSource): string => sourceWords[source];

/** `priceDay` is `Price day`. */
export function nameWords(name: string): string {
  const words = name.replaceAll(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });

/** A cell of a trail as people read it; amounts are in `currency`. */
export function trailValue(value: unknown, unit: string, currency: string): string {
  if (typeof value === 'string') return unit === 'day' ? formatDay(value) : value;
  if (typeof value !== 'number') return '–';
  switch (unit) {
    case 'money':
      return formatMoney(String(value), currency);
    case 'rate':
      return formatPercent(String(value * 100));
    case 'quantity':
      return formatQuantity(String(value));
    case 'exchange_rate':
      return formatRate(String(value));
    default:
      return plain.format(value);
  }
}
