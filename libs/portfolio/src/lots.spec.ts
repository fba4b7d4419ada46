import { formatDecimal } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { activity, disposedText, eurRules, euros, lotText, trade } from '../test/activities.js';
import { followLots, lotMethods, type LotMethod } from './lots.js';

/** Thirty units for 601.00, of which fifteen are sold for 598.00 and fifteen for 150.00. */
const purchases = [
  trade('b1', '2023-01-10', 'buy', '10 @ 10 - 1'),
  trade('b2', '2023-06-10', 'buy', '10 @ 30'),
  trade('b3', '2024-01-10', 'buy', '10 @ 20'),
];
const sale = trade('s1', '2024-03-01', 'sell', '15 @ 40 - 2', { lots: 'b1:5; b3:4' });
const lastSale = trade('s2', '2025-02-01', 'sell', '15 @ 10');

describe('the same sequence under every method', () => {
  it.each<[LotMethod, string[], string[], string]>([
    // 598.00 / 15 x 10 = 398.67 and the rest; b1 was held for 416 days, b2 for 265
    ['fifo', ['b1 10: 398.67 - 101.00 = 297.67 long', 'b2 5: 199.33 - 150.00 = 49.33 short'], ['b2 5 for 150.00', 'b3 10 for 200.00'], '347.00'], // prettier-ignore
    ['lifo', ['b3 10: 398.67 - 200.00 = 198.67 short', 'b2 5: 199.33 - 150.00 = 49.33 short'], ['b1 10 for 101.00', 'b2 5 for 150.00'], '248.00'], // prettier-ignore
    ['hifo', ['b2 10: 398.67 - 300.00 = 98.67 short', 'b3 5: 199.33 - 100.00 = 99.33 short'], ['b1 10 for 101.00', 'b3 5 for 100.00'], '198.00'], // prettier-ignore
    // 601.00 / 2
    ['average', ['b1 15: 598.00 - 300.50 = 297.50 long'], ['b1 15 for 300.50'], '297.50'],
    // five of b1 and four of b3 as chosen, then the oldest: the other five of b1 and one of b2
    ['chosen', ['b1 5: 199.33 - 50.50 = 148.83 long', 'b3 4: 159.47 - 80.00 = 79.47 short', 'b1 5: 199.33 - 50.50 = 148.83 long', 'b2 1: 39.87 - 30.00 = 9.87 short'], ['b2 9 for 270.00', 'b3 6 for 120.00'], '387.00'], // prettier-ignore
  ])('%s', (method, disposed, held, gain) => {
    const book = followLots([...purchases, sale], eurRules(method));
    expect(book.disposals.map(({ lots }) => lots.map(disposedText))).toEqual([disposed]);
    expect(book.lots.map(lotText)).toEqual(held);
    expect(euros(book.disposals[0]?.gain ?? 0n)).toBe(gain);
  });

  it.each(lotMethods)('%s gains the same when all is sold', (method) => {
    const { lots, disposals } = followLots([...purchases, sale, lastSale], eurRules(method));
    expect(lots).toEqual([]);
    expect(euros(disposals.reduce((sum, { gain }) => sum + gain, 0n))).toBe('147.00');
  });

  it('whatever order they are given in', () => {
    const sorted = followLots([...purchases, sale, lastSale], eurRules('fifo'));
    expect(followLots([lastSale, sale, ...purchases.toReversed()], eurRules('fifo'))).toEqual(sorted);
  });
});

it('hands an odd cost out without losing a cent', () => {
  const sales = ['s1', 's2', 's3'].map((id) => trade(id, '2024-02-01', 'sell', '1 @ 1'));
  const { disposals } = followLots(
    [trade('b', '2024-01-01', 'buy', '3 @ 3.333333'), ...sales],
    eurRules('fifo'),
  );
  // 9.999999 are 10.00: a third of it, half of what is left, and the rest
  expect(disposals.map(({ cost }) => euros(cost))).toEqual(['3.33', '3.34', '3.33']);
});

it('counts eighteen places, and the last of them', () => {
  const { lots } = followLots(
    [
      trade('b', '2024-01-01', 'buy', '1.000000000000000001 @ 100'),
      trade('s', '2024-01-02', 'sell', '1 @ 100'),
    ],
    eurRules('fifo'),
  );
  expect(lots.map(lotText)).toEqual(['b 0.000000000000000001 for 0.00']);
});

it.each([
  ['2023-01-01', '2024-01-01', 365, 'short'],
  ['2023-01-01', '2024-01-02', 366, 'long'],
  // over a leap day
  ['2024-01-15', '2025-01-15', 366, 'short'],
  ['2024-01-15', '2025-01-16', 367, 'long'],
  ['2024-02-29', '2025-02-28', 365, 'short'],
  ['2024-02-29', '2025-03-01', 366, 'long'],
])('what was held from %s to %s, for %s days, is %s', (acquired, day, heldDays, term) => {
  const { disposals } = followLots(
    [trade('b', acquired, 'buy', '1 @ 1'), trade('s', day, 'sell', '1 @ 1')],
    eurRules('fifo'),
  );
  expect(disposals[0]?.lots[0]).toMatchObject({ heldDays, term });
});

it('takes the unit that cost most, however little more, and of equal ones the oldest', () => {
  const buys = ['1 @ 7.000000000000000001', '1 @ 7.000000000000000002', '1 @ 7.000000000000000002'];
  const { disposals } = followLots(
    [
      ...buys.map((terms, index) => trade(`b${index}`, '2024-01-01', 'buy', terms)),
      ...buys.map((_, index) => trade(`s${index}`, '2024-01-02', 'sell', '1 @ 1')),
    ],
    eurRules('hifo'),
  );
  expect(disposals.flatMap(({ lots }) => lots.map(({ lotId }) => lotId))).toEqual(['b1', 'b2', 'b0']);
});

describe('currencies', () => {
  const rates = {
    'USD 2024-01-01': { numerator: 9n, denominator: 10n },
    'USD 2024-06-01': { numerator: 8n, denominator: 10n },
    CHF: { numerator: 1n, denominator: 1n },
  };
  const dollars = { currency: 'USD' };
  const bought = trade('b', '2024-01-01', 'buy', '10 @ 100 - 5', dollars);

  it('converts cost and proceeds each at the rate of its day', () => {
    const { disposals, lots } = followLots(
      [bought, trade('s', '2024-06-01', 'sell', '4 @ 120 - 5', dollars)],
      eurRules('fifo', rates),
    );
    // 1005 USD x 0.9 = 904.50, four tenths of it; (480 - 5) USD x 0.8 = 380.00
    expect(disposals[0]?.lots.map(disposedText)).toEqual(['b 4: 380.00 - 361.80 = 18.20 short']);
    expect(lots).toMatchObject([{ cost: 542_70n, ownCost: { minor: 603_00n, currency: 'USD' } }]);
  });

  it('tells an average of several currencies in that of the portfolio', () => {
    const { lots } = followLots(
      [bought, trade('c', '2024-06-01', 'buy', '10 @ 50', { currency: 'CHF' })],
      eurRules('average', rates),
    );
    expect(lots).toMatchObject([{ id: 'b', cost: 1404_50n, ownCost: { minor: 1404_50n, currency: 'EUR' } }]);
  });
});

it('takes what was really paid where it is known', () => {
  const { lots } = followLots(
    [trade('b', '2024-01-01', 'buy', '3 @ 3.33', { amount: '10' })],
    eurRules('fifo'),
  );
  expect(lots.map(lotText)).toEqual(['b 3 for 10.00']);
});

describe('transfers', () => {
  const away = trade('t', '2024-03-01', 'transfer_out', '4');

  it('take their cost along and gain nothing, whatever they cost', () => {
    const { disposals, lots } = followLots([...purchases, away], eurRules('fifo'));
    expect(disposals.map(({ kind, gain }) => [kind, gain])).toEqual([['transfer', 0n]]);
    expect(lots.map(lotText)).toEqual(['b1 6 for 60.60', 'b2 10 for 300.00', 'b3 10 for 200.00']);
  });

  it('bring cost and age, at the rate of the day of purchase', () => {
    const inward = trade('t', '2024-02-01', 'transfer_in', '10 @ 5', {
      currency: 'USD',
      acquired: '2020-05-05',
    });
    const { disposals } = followLots(
      [...purchases, inward, trade('s', '2024-03-01', 'sell', '5 @ 40')],
      eurRules('fifo', { 'USD 2020-05-05': { numerator: 9n, denominator: 10n } }),
    );
    // older than all that was bought; 50 USD x 0.9 / 2
    expect(disposals[0]?.lots.map(disposedText)).toEqual(['t 5: 200.00 - 22.50 = 177.50 long']);
  });

  it('say when they came without a cost', () => {
    const { lots } = followLots([trade('t', '2024-02-01', 'transfer_in', '10')], eurRules('fifo'));
    expect(lots).toMatchObject([{ cost: 0n, isCostKnown: false }]);
  });

  it('of what is owed pay it back at what it brought', () => {
    const { lots, disposals } = followLots(
      [trade('s', '2024-01-01', 'short', '10 @ 10'), trade('t', '2024-02-01', 'transfer_in', '4 @ 99')],
      eurRules('fifo'),
    );
    expect(disposals.map(({ kind, gain }) => [kind, gain])).toEqual([['transfer', 0n]]);
    expect(lots.map(lotText)).toEqual(['s 6 for 60.00']);
  });
});

describe('shorts', () => {
  const shorts = [
    trade('s1', '2022-01-01', 'short', '10 @ 50 - 1'),
    trade('s2', '2022-02-01', 'short', '10 @ 40'),
    trade('s3', '2022-03-01', 'short', '10 @ 60'),
  ];
  const cover = trade('c', '2024-03-01', 'cover', '15 @ 20 - 3');

  it.each<[LotMethod, string[]]>([
    // what the sale brought less 303.00 for fifteen; never long-term
    ['fifo', ['s1 10: 499.00 - 202.00 = 297.00 short', 's2 5: 200.00 - 101.00 = 99.00 short']],
    ['lifo', ['s3 10: 600.00 - 202.00 = 398.00 short', 's2 5: 200.00 - 101.00 = 99.00 short']],
    // least gain first
    ['hifo', ['s2 10: 400.00 - 202.00 = 198.00 short', 's1 5: 249.50 - 101.00 = 148.50 short']],
    ['average', ['s1 15: 749.50 - 303.00 = 446.50 short']],
  ])('%s', (method, disposed) => {
    const { disposals } = followLots([...shorts, cover], eurRules(method));
    expect(disposals).toMatchObject([{ kind: 'cover', side: 'short' }]);
    expect(disposals[0]?.lots.map(disposedText)).toEqual(disposed);
  });

  it('begin where a sale takes more than there is, and end where a purchase brings more than is owed', () => {
    const { disposals, lots } = followLots(
      [
        trade('b', '2024-01-01', 'buy', '5 @ 10'),
        trade('s', '2024-01-02', 'sell', '8 @ 20 - 4'),
        trade('c', '2024-01-03', 'buy', '10 @ 15 - 1'),
      ],
      eurRules('fifo'),
    );
    // 156.00 x 5/8 = 97.50, the other 58.50 are owed for; 151.00 x 3/10 = 45.30
    expect(disposals.flatMap((disposal) => disposal.lots.map(disposedText))).toEqual([
      'b 5: 97.50 - 50.00 = 47.50 short',
      's 3: 58.50 - 45.30 = 13.20 short',
    ]);
    expect(lots.map(lotText)).toEqual(['c 7 for 105.70']);
    expect(lots.map(({ side, quantity }) => `${side} ${formatDecimal(quantity)}`)).toEqual(['long 7']);
  });
});

describe('chosen lots', () => {
  const choose = (lots: string) => trade('s', '2024-03-01', 'sell', '15 @ 40', { lots });

  it.each([
    ['of another id', 'b9:1', 'lot_not_found'],
    ['more of one than it has', 'b1:11', 'lots_do_not_match'],
    ['bought later', 'b4:1', 'lot_not_found'],
  ])('%s are refused, and forgiven when asked', (_, lots, code) => {
    const later = trade('b4', '2024-04-01', 'buy', '1 @ 1');
    const activities = [...purchases, choose(lots), later];
    const rules = eurRules('chosen');
    expect(() => followLots(activities, rules)).toThrow(expect.objectContaining({ code, field: 'lots' }));
    const { disposals } = followLots(activities, { ...rules, forgivesLots: true });
    const oldest = followLots([...purchases, choose(''), later], rules);
    expect(disposals[0]?.cost).toBe(oldest.disposals[0]?.cost);
    expect(disposals[0]?.lots.reduce((sum, { proceeds }) => sum + proceeds, 0n)).toBe(600_00n);
  });

  it('of which nothing is left are refused', () => {
    const again = trade('s2', '2024-03-02', 'sell', '1 @ 40', { lots: 'b1:1' });
    expect(() => followLots([...purchases, choose('b1:10'), again], eurRules('chosen'))).toThrow(
      expect.objectContaining({ code: 'lot_not_found' }),
    );
  });

  it('do not matter to other methods', () => {
    expect(() => followLots([...purchases, choose('b9:1')], eurRules('fifo'))).not.toThrow();
  });
});

it('keeps what is no trade out of the lots', () => {
  const others = [
    activity('d', '2024-01-01', 'dividend', { amount: '5' }),
    activity('i', '2024-01-01', 'interest', { amount: '5' }),
    activity('l', '2024-01-01', 'liability', { amount: '5' }),
    activity('c', '2024-01-01', 'transfer_in', { symbol: null, amount: '5' }),
  ];
  expect(followLots(others, eurRules('fifo'))).toMatchObject({ lots: [], disposals: [] });
});
