import { describe, expect, it } from 'vitest';
import { activity } from '../../test/activity.js';
import { activityFaults, activityOf, totalOf, valuesOf, type ActivityValues } from './activity-form.js';
import type { Activity } from './tracked.js';

const values = (given: Partial<ActivityValues> = {}): ActivityValues => ({
  ...valuesOf(undefined, 'EUR'),
  ...given,
});
/** What the API takes of an activity that was read from it. */
const sendable = ({ id: _, isInternal: _2, version: _3, ...rest }: Activity) => rest;

describe('an activity in its form and back', () => {
  it.each<[string, Partial<Activity>]>([
    ['a purchase', {}],
    ['a purchase without a fee', { fee: '0' }],
    ['a purchase with a moment and a note', { at: '2026-03-02T10:15:30.000Z', note: 'Savings plan' }],
    ['a sale of chosen lots', { type: 'sell', lots: [{ activityId: 'a', quantity: '10' }] }],
    ['a dividend with tax', { type: 'dividend', quantity: null, price: null, amount: '12.5', fee: '1.88' }],
    [
      'interest that was paid',
      { type: 'interest', symbol: null, quantity: null, price: null, amount: '-3', fee: '0' },
    ],
    ['a deposit', { type: 'deposit', symbol: null, quantity: null, price: null, amount: '500', fee: '0' }],
    [
      'a transfer of cash',
      { type: 'transfer_out', symbol: null, quantity: null, price: null, amount: '5', fee: '0' },
    ],
    ['a transfer of units', { type: 'transfer_in', price: null, acquired: '2020-01-31', fee: '0' }],
    ['a split', { type: 'split', quantity: null, price: null, ratioTo: '4', ratioFrom: '1', fee: '0' }],
    [
      'a merger',
      {
        type: 'merger',
        quantity: null,
        price: null,
        ratioTo: '1',
        ratioFrom: '2',
        target: 'NEW',
        amount: '3',
        fee: '0',
      },
    ],
    [
      'a spin-off',
      {
        ...{ type: 'spin_off', quantity: null, price: null, fee: '0' },
        ...{ ratioTo: '1', ratioFrom: '3', target: 'NEW', costShare: '0.125' },
      },
    ],
    [
      'a debt',
      { type: 'liability', symbol: 'MORTGAGE', quantity: null, price: null, amount: '200000', fee: '0' },
    ],
    ['a house', { type: 'item', symbol: 'HOUSE', quantity: '1', price: '300000', fee: '0' }],
    ['a trade whose rounded price and amount differ', { quantity: '3', price: '33.33', amount: '100' }],
  ])('%s stays as it is', (_, given) => {
    const before = activity(given);
    expect(activityOf(valuesOf(before, 'EUR'), before)).toEqual(sendable(before));
  });

  it('leaves out what another type has no use for', () => {
    const typed = values({ type: 'deposit', amount: '1 000.50', symbol: 'AAPL', quantity: '3', price: '4' });
    expect(activityOf(typed)).toMatchObject({
      ...{ type: 'deposit', amount: '1000.50', symbol: null, quantity: null, price: null, fee: '0' },
    });
  });

  it('forgets an amount that says no more than units and price, so that one of them can change', () => {
    const before = activity({ quantity: '3', price: '2.50', amount: '7.5' });
    const changed = activityOf({ ...valuesOf(before, 'EUR'), quantity: '4' }, before);
    expect(changed).toMatchObject({ quantity: '4', price: '2.50', amount: null });
  });

  it('forgets a price that was only computed from the amount', () => {
    const before = activity({ quantity: '3', price: '3.333333333333333333', amount: '10' });
    expect(activityOf(valuesOf(before, 'EUR'), before)).toMatchObject({ price: null, amount: '10' });
  });

  it('keeps what has no field, but not of units that became cash', () => {
    const deposit = activity({ type: 'deposit', quantity: null, price: null, amount: '5', fee: '0' });
    expect(activityOf(valuesOf(deposit, 'EUR'), deposit)).toMatchObject({ symbol: 'AAPL' });
    const units = activity({ type: 'transfer_in' });
    const cash = activityOf({ ...valuesOf(units, 'EUR'), moved: 'cash', amount: '5' }, units);
    expect(cash).toMatchObject({ symbol: null, quantity: null, price: null, amount: '5' });
  });

  it('forgets the moment of another day, and the lots of another asset', () => {
    const before = activity({
      type: 'sell',
      at: '2026-03-02T10:15:30.000Z',
      lots: [{ activityId: 'a', quantity: '1' }],
    });
    const changed = activityOf({ ...valuesOf(before, 'EUR'), day: '2026-03-03', symbol: 'MSFT' }, before);
    expect(changed).toMatchObject({ at: null, lots: null });
  });
});

describe('what is missing', () => {
  it.each<[string, Partial<ActivityValues>, Record<string, string>]>([
    [
      'a purchase of nothing',
      {},
      { symbol: 'Enter the asset', quantity: 'Enter the quantity', price: 'Enter the price' },
    ],
    ['a purchase in all', { symbol: 'A', quantity: '1', amount: '5' }, {}],
    ['no number', { symbol: 'A', quantity: '1,5', price: '2' }, { quantity: 'Enter a number such as 12.50' }],
    ['no day', { symbol: 'A', quantity: '1', price: '2', day: '2026-02-30' }, { day: 'Choose the day' }],
    ['a dividend without an amount', { type: 'dividend', symbol: 'A' }, { amount: 'Enter the amount' }],
    ['a dividend by the unit', { type: 'dividend', symbol: 'A', quantity: '10', price: '0.2' }, {}],
    ['a transfer of cash', { type: 'transfer_in', moved: 'cash' }, { amount: 'Enter the amount' }],
    ['a merger for cash alone', { type: 'merger', symbol: 'A', ratioTo: '0', amount: '9' }, {}],
  ])('of %s', (_, given, faults) => {
    const found = Object.entries(activityFaults(values(given))).filter(([, fault]) => fault !== null);
    expect(Object.fromEntries(found)).toEqual(faults);
  });
});

it.each<[Partial<ActivityValues>, string | null]>([
  [{ type: 'buy', quantity: '3', price: '0.1', fee: '1' }, '1.3'],
  [{ type: 'sell', quantity: '3', price: '0.1', fee: '0.05' }, '0.25'],
  [{ type: 'buy', quantity: '3', price: '', amount: '10' }, '10'],
  [{ type: 'dividend', amount: '10', fee: '1.5' }, '8.5'],
  [{ type: 'buy', quantity: '3', price: 'x' }, null],
  [{ type: 'deposit', amount: '10' }, null],
])('comes to all in all: %j', (given, total) => {
  expect(totalOf(values(given))).toBe(total);
});
