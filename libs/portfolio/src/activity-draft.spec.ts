import { formatDecimal } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { readActivity, type ActivityDraft } from './activity-draft.js';
import { activityFieldNames, activityFields } from './activity-fields.js';
import { activityTypes, type ActivityType } from './activity.js';

const read = (draft: ActivityDraft) =>
  readActivity(
    { day: '2024-05-17', currency: 'EUR', ...draft },
    { id: 'a', today: '2024-06-01', currency: 'CHF' },
  );

const buy = { type: 'buy', symbol: 'X', quantity: '10', price: '5' };
const split = { type: 'split', symbol: 'X', ratioTo: '2', ratioFrom: '1', currency: null };
const merger = { ...split, type: 'merger', target: 'Y' };
const dividend = { type: 'dividend', symbol: 'X', amount: '5' };

it('reads a purchase from texts, blanks and all', () => {
  expect(
    read({ ...buy, day: ' 2024-05-17 ', at: '2024-05-17T10:00:00+02:00', symbol: ' BRK.B ', price: '5.50', fee: '', note: ' first ' }), // prettier-ignore
  ).toEqual({
    id: 'a',
    day: '2024-05-17',
    at: '2024-05-17T08:00:00.000Z',
    type: 'buy',
    symbol: 'BRK.B',
    quantity: { digits: 10n, scale: 0 },
    price: { digits: 55n, scale: 1 },
    amount: null,
    currency: 'EUR',
    fee: { digits: 0n, scale: 0 },
    ratio: null,
    target: null,
    costShare: null,
    acquired: null,
    lots: null,
    note: 'first',
  });
});

it.each<[string, ActivityDraft, string | null, string | null]>([
  ['quantity times price', { ...dividend, amount: null, quantity: '3', price: '0.24' }, '0.24', '0.72'],
  ['both, which agree but for rounding', { ...dividend, quantity: '3.3333', price: '0.24', amount: '0.80' }, '0.24', '0.8'], // prettier-ignore
  ['an amount alone', dividend, null, '5'],
  ['less than zero', { ...dividend, amount: '-5' }, null, '-5'],
])('takes a dividend of %s', (_, draft, price, amount) => {
  const activity = read(draft);
  expect([activity.price, activity.amount].map((value) => value && formatDecimal(value))).toEqual([
    price,
    amount,
  ]);
});

it.each<[string, ActivityDraft, string, string | null]>([
  ['price', buy, '5', null],
  ['amount alone', { ...buy, price: null, amount: '50' }, '5', '50'],
  ['amount that divides into no decimal', { ...buy, quantity: '3', price: null, amount: '10' }, '3.333333333333333333', '10'], // prettier-ignore
  [
    'both, the price shown shorter',
    { ...buy, quantity: '300', price: '3.33', amount: '1000.00' },
    '3.33',
    '1000',
  ],
  ['nothing', { ...buy, price: '0' }, '0', null],
])('takes a trade with %s', (_, draft, price, amount) => {
  const activity = read(draft);
  expect([activity.price, activity.amount].map((value) => value && formatDecimal(value))).toEqual([
    price,
    amount,
  ]);
});

it('reads lots as a list and as a text', () => {
  const lots = [
    { activityId: 'a:1', quantity: { digits: 25n, scale: 1 } },
    { activityId: 'b', quantity: { digits: 1n, scale: 0 } },
  ];
  const sell = { ...buy, type: 'sell' };
  expect(read({ ...sell, lots: 'a:1:2.50; b:1' }).lots).toEqual(lots);
  expect(read({ ...sell, lots: [{ activityId: 'a:1', quantity: '2.5' }, { activityId: 'b', quantity: '1' }] }).lots).toEqual(lots); // prettier-ignore
  expect(read({ ...sell, lots: 'a:10' }).lots).toHaveLength(1);
  expect(read({ ...sell, lots: [] }).lots).toBeNull();
});

it('takes the currency of the portfolio for what has none of its own', () => {
  expect(read(split)).toMatchObject({ currency: 'CHF', ratio: { to: { digits: 2n }, from: { digits: 1n } } });
});

it('takes a column of zero fees where there is no fee', () => {
  expect(read({ ...split, fee: '0.00' }).type).toBe('split');
});

it('permits eighteen places however many zeros follow, and a day ahead of today', () => {
  expect(read({ ...buy, quantity: '0.000000000000000001000' }).quantity).toEqual({ digits: 1n, scale: 18 });
  expect(read({ ...buy, day: '2024-06-02' }).day).toBe('2024-06-02');
});

it.each<[string, ActivityDraft, string, string]>([
  ['no type', {}, 'activity_malformed', 'type'],
  ['an unknown type', { type: 'gift' }, 'activity_malformed', 'type'],
  ['no symbol', { ...buy, symbol: ' ' }, 'activity_malformed', 'symbol'],
  ['a long symbol', { ...buy, symbol: 'X'.repeat(61) }, 'activity_malformed', 'symbol'],
  ['a symbol with a line end', { ...buy, symbol: 'X\nY' }, 'activity_malformed', 'symbol'],
  ['what the type has no use for', { ...buy, ratioTo: '2' }, 'activity_malformed', 'ratioTo'],
  ['a fee of a split', { ...split, fee: '1' }, 'activity_malformed', 'fee'],
  ['chosen lots of a purchase', { ...buy, lots: 'a:1' }, 'activity_malformed', 'lots'],
  ['a trade without a price', { ...buy, price: null }, 'activity_malformed', 'price'],
  ['price and amount that contradict', { ...buy, amount: '51' }, 'activity_malformed', 'amount'],
  ['a dividend that contradicts', { ...dividend, quantity: '3', price: '1' }, 'activity_malformed', 'amount'],
  ['half a dividend', { ...dividend, amount: null, quantity: '3' }, 'activity_malformed', 'price'],
  ['no dividend at all', { ...dividend, amount: null }, 'activity_malformed', 'amount'],
  ['a dividend of nothing', { ...dividend, amount: '0' }, 'amount_must_be_positive', 'amount'],
  ['a quantity of nothing', { ...buy, quantity: '0' }, 'amount_must_be_positive', 'quantity'],
  ['a negative price', { ...buy, price: '-1' }, 'amount_must_be_positive', 'price'],
  ['a negative fee', { ...buy, fee: '-1' }, 'amount_must_be_positive', 'fee'],
  ['a deposit of less', { type: 'deposit', amount: '-1' }, 'amount_must_be_positive', 'amount'],
  ['a number with a comma', { ...buy, price: '1,5' }, 'not_a_decimal', 'price'],
  ['nineteen places', { ...buy, price: '0.0000000000000000001' }, 'too_many_decimals', 'price'],
  ['a number too large', { ...buy, price: '1000000000000001' }, 'number_too_large', 'price'],
  [
    'a product too large',
    { ...buy, quantity: '100000000', price: '100000000' },
    'number_too_large',
    'quantity',
  ],
  ['no currency', { ...buy, currency: null }, 'activity_malformed', 'currency'],
  ['pence', { ...buy, currency: 'GBp' }, 'unknown_currency', 'currency'],
  ['no day', { ...buy, day: null }, 'activity_malformed', 'day'],
  ['a day that is none', { ...buy, day: '2023-02-29' }, 'date_out_of_range', 'day'],
  ['a day before 1900', { ...buy, day: '1899-12-31' }, 'date_out_of_range', 'day'],
  ['two days ahead', { ...buy, day: '2024-06-03' }, 'date_out_of_range', 'day'],
  ['a moment of another day', { ...buy, at: '2024-05-19T00:00:00Z' }, 'activity_malformed', 'at'],
  ['a moment without a zone', { ...buy, at: '2024-05-17T00:00:00' }, 'activity_malformed', 'at'],
  ['a moment that is none', { ...buy, at: '2024-05-17T25:00:00Z' }, 'activity_malformed', 'at'],
  ['a purchase after it came', { type: 'transfer_in', symbol: 'X', quantity: '1', acquired: '2024-05-18' }, 'date_out_of_range', 'acquired'], // prettier-ignore
  ['a transfer of an asset with an amount', { type: 'transfer_in', symbol: 'X', quantity: '1', amount: '1' }, 'activity_malformed', 'amount'], // prettier-ignore
  ['a transfer of no units', { type: 'transfer_out', symbol: 'X' }, 'activity_malformed', 'quantity'],
  [
    'a transfer of cash with a price',
    { type: 'transfer_in', amount: '1', price: '1' },
    'activity_malformed',
    'price',
  ],
  ['a transfer of nothing', { type: 'transfer_in' }, 'activity_malformed', 'amount'],
  ['a ratio of nothing', { ...split, ratioTo: '0' }, 'amount_must_be_positive', 'ratioTo'],
  ['a ratio to nothing', { ...split, ratioFrom: '0' }, 'amount_must_be_positive', 'ratioFrom'],
  ['a merger into itself', { ...merger, target: 'X' }, 'activity_malformed', 'target'],
  ['a merger into nothing', { ...merger, target: null }, 'activity_malformed', 'target'],
  ['a merger for no cash', { ...merger, ratioTo: '0', target: null }, 'activity_malformed', 'amount'],
  ['a target for cash alone', { ...merger, ratioTo: '0', amount: '1' }, 'activity_malformed', 'target'],
  ['a share of the cost for no cash', { ...merger, costShare: '0.5' }, 'activity_malformed', 'costShare'],
  [
    'more than all of the cost',
    { ...merger, type: 'spin_off', costShare: '1.1' },
    'number_too_large',
    'costShare',
  ],
  ['more lots than are sold', { ...buy, type: 'sell', lots: 'a:9;b:2' }, 'lots_do_not_match', 'lots'],
  ['a lot twice', { ...buy, type: 'sell', lots: 'a:1;a:2' }, 'lots_do_not_match', 'lots'],
  ['a lot without a quantity', { ...buy, type: 'sell', lots: 'a' }, 'activity_malformed', 'lots'],
  ['a lot without a name', { ...buy, type: 'sell', lots: ':1' }, 'activity_malformed', 'lots'],
  ['a lot of nothing', { ...buy, type: 'sell', lots: 'a:0' }, 'amount_must_be_positive', 'lots'],
  ['a note that no database takes', { ...buy, note: 'a\u0000b' }, 'activity_malformed', 'note'],
  ['a long note', { ...buy, note: 'a'.repeat(1001) }, 'activity_malformed', 'note'],
])('refuses %s', (_, draft, code, field) => {
  expect(() => read(draft)).toThrow(expect.objectContaining({ code, field }));
});

describe.each(activityTypes)('%s', (type: ActivityType) => {
  const texts: Record<string, string> = { type, day: '2024-05-17', currency: 'EUR', symbol: 'X', target: 'Y', quantity: '2', price: '3', amount: '6', ratioTo: '2', ratioFrom: '1', costShare: '0.5', acquired: '2020-01-01', lots: 'a:1', fee: '1', at: '2024-05-17T10:00:00Z', note: 'n' }; // prettier-ignore
  const fields = activityFieldNames.filter((field) => activityFields[type][field]);
  // An amount or units: the one excludes the other, as the table cannot say.
  const isTransfer = type.startsWith('transfer_');
  const complete = Object.fromEntries(
    fields.filter((field) => !(isTransfer && field === 'amount')).map((field) => [field, texts[field]]),
  );

  it('takes everything that its row permits', () => {
    expect(read(complete)).toMatchObject({ type, note: 'n' });
  });

  it.each(fields.filter((field) => activityFields[type][field] === 'needed'))(
    'cannot be without %s',
    (field) => {
      expect(() => read({ ...complete, [field]: null })).toThrow(expect.objectContaining({ field }));
    },
  );

  it.each(activityFieldNames.filter((field) => !activityFields[type][field]))('has no %s', (field) => {
    expect(() => read({ ...complete, [field]: texts[field] ?? '' })).toThrow(
      expect.objectContaining({ code: 'activity_malformed', field }),
    );
  });
});
