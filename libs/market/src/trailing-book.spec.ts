import {
  addDecimals,
  compareDecimals,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
  type Decimal,
} from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TrailingBook, type TrailingHit, type TrailingSide, type TrailingStop } from './trailing-book.js';

type BidAsk = { readonly bid: Decimal; readonly ask: Decimal };

/** A bid, or a bid and an ask: `100` or `99.9/100.1`. */
function offer(text: string): BidAsk {
  const [bid = text, ask = bid] = text.split('/');
  return { bid: parseDecimal(bid), ask: parseDecimal(ask) };
}

/** As people write it: `sell 5 from 100`, `buy 2.5% from 100`. The order is its own id. */
function stop(id: string): TrailingStop<string> {
  const [side, trail = '', , watermark = ''] = id.split(' ');
  const value = parseDecimal(trail.replace('%', ''));
  return {
    id,
    symbol: 'AAPL',
    side: side === 'sell' ? 'sell' : 'buy',
    trail: trail.endsWith('%') ? { percent: value } : { amount: value },
    watermark: parseDecimal(watermark),
  };
}

function book(...orders: string[]): TrailingBook<string> {
  const made = new TrailingBook<string>();
  for (const each of orders) made.add(stop(each));
  return made;
}

const shown = ({ id, watermark, level }: TrailingHit<string | number>): string =>
  `${id}: ${formatDecimal(level)} of ${formatDecimal(watermark)}`;

/** Ticks are divided by blanks, and the ends of a range by two dots: `100 98..103 99.9/100.1`. */
function hitsOf(resting: TrailingBook<string>, course: string): string[] {
  return course.split(' ').flatMap((each) => {
    const [low = each, high = low] = each.split('..');
    return resting.take('AAPL', offer(low), offer(high)).map(shown);
  });
}

it.each<[string, string[], string, string[]]>([
  // 110 is the best bid: 110 - 5 = 105
  ['a sale by amount', ['sell 5 from 100'], '110 105.01 105', ['sell 5 from 100: 105 of 110']],
  ['a sale just short of its level', ['sell 5 from 100'], '110 105.0001', []],
  ['a sale that never rose', ['sell 5 from 100'], '97 95', ['sell 5 from 100: 95 of 100']],
  ['a sale that a gap jumps over', ['sell 5 from 100'], '110 80', ['sell 5 from 100: 105 of 110']],
  // 2.5 % of 110 is 2.75: 110 - 2.75 = 107.25
  ['a sale by percent', ['sell 2.5% from 100'], '110 107.26 107.25', ['sell 2.5% from 100: 107.25 of 110']],
  // 0.01 % of 0.03 is 0.000003: finer than any price of the course
  [
    'a level finer than prices',
    ['sell 0.01% from 0.03'],
    '0.03 0.02',
    ['sell 0.01% from 0.03: 0.029997 of 0.03'],
  ],
  ['a trail as large as the price', ['sell 100% from 5', 'sell 9 from 5'], '0.01', []],
  // 90 is the best ask: 90 + 5 = 95, and 90 + 9 = 99
  ['a purchase by amount', ['buy 5 from 100'], '90 94.99 95', ['buy 5 from 100: 95 of 90']],
  ['a purchase by percent', ['buy 10% from 100'], '90 98.9 99', ['buy 10% from 100: 99 of 90']],
  // The sale follows the bid (110) and falls with it, the purchase follows the ask (112) and rises with it.
  ['the price of its side', ['sell 5 from 100', 'buy 5 from 120'], '110/112 105.5/116.9', []],
  ['the bid for a sale', ['sell 5 from 100'], '110/112 105/111', ['sell 5 from 100: 105 of 110']],
  ['the ask for a purchase', ['buy 5 from 120'], '110/112 111/117', ['buy 5 from 120: 117 of 112']],
  // 105 beats the second alone, and is 110 - 5. The second is hit at 105 - 5.
  [
    'two watermarks',
    ['sell 5 from 110', 'sell 5.0 from 100'],
    '105 100',
    ['sell 5 from 110: 105 of 110', 'sell 5.0 from 100: 100 of 105'],
  ],
  // Both are one cohort from 120 on: 120 - 3 = 117, 120 - 4 = 116 and 5 % of 120 is 6: 114
  [
    'two watermarks that merge',
    ['sell 4 from 110', 'sell 5% from 110', 'sell 3 from 100'],
    '120 118 115 114',
    ['sell 3 from 100: 117 of 120', 'sell 4 from 110: 116 of 120', 'sell 5% from 110: 114 of 120'],
  ],
  // 95 is below 100 - 4, but not below 100 - 6. Only then 110 is the watermark: 110 - 6 = 104
  ['a range with a hit', ['sell 4 from 100'], '95..110', ['sell 4 from 100: 96 of 100']],
  ['a range without', ['sell 6 from 100'], '95..110 104.5 104', ['sell 6 from 100: 104 of 110']],
  // 105 is above 100 + 4, but not above 100 + 6. Only then 90 is the watermark: 90 + 6 = 96
  ['a range with a hit of a purchase', ['buy 4 from 100'], '90..105', ['buy 4 from 100: 104 of 100']],
  ['a range without, for a purchase', ['buy 6 from 100'], '90..105 95.5 96', ['buy 6 from 100: 96 of 90']],
])('follows %s', (_, orders, course, expected) => {
  expect(hitsOf(book(...orders), course)).toEqual(expected);
});

it('gives purchases first, then the price order, then the order of age', () => {
  const resting = book(
    'sell 2 from 100',
    'sell 2% from 100',
    'sell 1 from 98',
    'sell 1 from 99',
    'buy 1 from 90',
  );

  expect(hitsOf(resting, '50/95')).toEqual([
    'buy 1 from 90: 91 of 90',
    'sell 2 from 100: 98 of 100',
    'sell 2% from 100: 98 of 100',
    'sell 1 from 99: 98 of 99',
    'sell 1 from 98: 97 of 98',
  ]);
});

it('lets an order go from a cohort that was merged', () => {
  const resting = book('sell 3 from 100', 'sell 4 from 110', 'sell 5 from 105');
  hitsOf(resting, '120');

  expect([resting.remove('sell 4 from 110'), resting.remove('sell 4 from 110'), resting.size]).toEqual([
    true,
    false,
    2,
  ]);
  expect(resting.watermarkOf('sell 4 from 110')).toBeUndefined();
  expect(hitsOf(resting, '1')).toEqual(['sell 3 from 100: 117 of 120', 'sell 5 from 105: 115 of 120']);
});

it('keeps one of an id, the newest', () => {
  const resting = book('sell 3 from 100');
  resting.add({ ...stop('buy 2 from 50'), id: 'sell 3 from 100', symbol: 'TSLA' });

  expect([resting.size, resting.has('sell 3 from 100'), hitsOf(resting, '1')]).toEqual([1, true, []]);
  expect(resting.take('TSLA', offer('52'))).toEqual([
    { id: 'sell 3 from 100', side: 'buy', watermark: parseDecimal('50'), level: parseDecimal('52') },
  ]);
});

it('lists what moved, a part at a time, where it is by then', () => {
  const resting = book('sell 30 from 100', 'sell 31 from 101', 'sell 32 from 102', 'sell 33 from 200');
  const listed = (limit: number) =>
    resting
      .listMoved(limit)
      .map(({ id, watermark }) => `${id}: ${formatDecimal(watermark)}`)
      .sort();

  expect(listed(9)).toEqual([]);
  hitsOf(resting, '103');
  const first = listed(2);
  hitsOf(resting, '104');
  expect(first).toHaveLength(2);
  expect(listed(1)).toEqual([expect.stringMatching(/: 104$/)]);
  expect(listed(9)).toEqual(['sell 30 from 100: 104', 'sell 31 from 101: 104', 'sell 32 from 102: 104']);
  expect(listed(9)).toEqual([]);
});

/** What a book has to do, one order after the other and without thought. */
class NaiveBook {
  private orders: TrailingStop<number>[] = [];

  add(added: TrailingStop<number>): void {
    this.remove(added.id);
    this.orders.push(added);
  }

  remove(id: number): boolean {
    const before = this.orders.length;
    this.orders = this.orders.filter((each) => each.id !== id);
    return this.orders.length < before;
  }

  tick(symbol: string, price: BidAsk): TrailingHit<number>[] {
    this.follow(symbol, price);
    return this.hits(symbol, price);
  }

  range(symbol: string, low: BidAsk, high: BidAsk): TrailingHit<number>[] {
    const hits = this.hits(symbol, { bid: low.bid, ask: high.ask });
    this.follow(symbol, { bid: high.bid, ask: low.ask });
    return hits;
  }

  watermarks(): [number, string][] {
    return this.orders.map(({ id, watermark }) => [id, formatDecimal(watermark)]);
  }

  private follow(symbol: string, { bid, ask }: BidAsk): void {
    this.orders = this.orders.map((order) => {
      if (order.symbol !== symbol) return order;
      const price = order.side === 'sell' ? bid : ask;
      const isBetter = compareDecimals(price, order.watermark) === (order.side === 'sell' ? 1 : -1);
      return isBetter ? { ...order, watermark: price } : order;
    });
  }

  private hits(symbol: string, { bid, ask }: BidAsk): TrailingHit<number>[] {
    const hits = this.orders.flatMap(({ id, side, watermark, trail, ...order }) => {
      const percent = { digits: 1n, scale: 2 };
      const distance =
        'amount' in trail
          ? trail.amount
          : multiplyDecimals(multiplyDecimals(watermark, trail.percent), percent);
      const sign = side === 'sell' ? -1n : 1n;
      const level = addDecimals(watermark, { ...distance, digits: sign * distance.digits });
      const isHit = side === 'sell' ? compareDecimals(bid, level) <= 0 : compareDecimals(ask, level) >= 0;
      return order.symbol === symbol && isHit ? [{ id, side, watermark, level }] : [];
    });
    this.orders = this.orders.filter(({ id }) => !hits.some((hit) => hit.id === id));
    const of = (name: TrailingSide, sign: 1 | -1) =>
      hits.filter((hit) => hit.side === name).sort((a, b) => sign * compareDecimals(a.level, b.level)); // stable: age decides
    return [...of('buy', 1), ...of('sell', -1)];
  }
}

type Books = {
  readonly book: TrailingBook<number>;
  readonly naive: NaiveBook;
  /** What a database would know that is told of nothing but additions and what moved. */
  readonly stored: Map<number, string>;
};

const id = fc.integer({ min: 0, max: 40 });
const symbol = fc.constantFrom('AAPL', 'TSLA');
const side = fc.constantFrom<TrailingSide>('sell', 'buy');
// Few values in several forms, so that watermarks and levels meet each other and the prices.
const decimal = (max: number) =>
  fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 0, max: 3 })).map(([halves, zeros]): Decimal => ({
    digits: BigInt(halves) * 5n * 10n ** BigInt(zeros),
    scale: 1 + zeros,
  }));
const price = decimal(60);
const range = fc
  .tuple(price, price)
  .map(([a, b]): [Decimal, Decimal] => (compareDecimals(a, b) <= 0 ? [a, b] : [b, a]));
const trail = fc.oneof(
  decimal(30).map((amount) => ({ amount })),
  decimal(220).map((percent) => ({ percent })),
);

const add = fc
  .record({ id, symbol, side, trail, watermark: price })
  .map((added) => ({ book, naive, stored }: Books) => {
    book.add(added);
    naive.add(added);
    stored.set(added.id, formatDecimal(added.watermark));
  });
const remove = id.map(
  (of) =>
    ({ book, naive }: Books) =>
      expect(book.remove(of)).toBe(naive.remove(of)),
);
const tick = fc.tuple(symbol, price, price).map(([of, bid, ask]) => ({ book, naive }: Books) => {
  expect(book.take(of, { bid, ask }).map(shown)).toEqual(naive.tick(of, { bid, ask }).map(shown));
});
const missed = fc.tuple(symbol, range, range).map(([of, bid, ask]) => ({ book, naive }: Books) => {
  const [low, high] = [
    { bid: bid[0], ask: ask[0] },
    { bid: bid[1], ask: ask[1] },
  ];
  expect(book.take(of, low, high).map(shown)).toEqual(naive.range(of, low, high).map(shown));
});
const store = fc.nat(5).map((limit) => ({ book, stored }: Books) => {
  const moved = book.listMoved(limit);
  expect(moved.length).toBeLessThanOrEqual(limit);
  for (const each of moved) stored.set(each.id, formatDecimal(each.watermark));
});
const action = fc.oneof(
  { weight: 8, arbitrary: add },
  { weight: 2, arbitrary: remove },
  { weight: 4, arbitrary: tick },
  { weight: 1, arbitrary: missed },
  { weight: 1, arbitrary: store },
);

it('does what a list would do that is walked through for each tick', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 150, size: 'max' }), (actions) => {
      const books: Books = { book: new TrailingBook(), naive: new NaiveBook(), stored: new Map() };
      const { book, naive, stored } = books;
      for (const act of actions) {
        act(books);
        const expected = naive.watermarks();
        expect(book.size).toBe(expected.length);
        for (const [of, watermark] of expected) {
          expect(formatDecimal(book.watermarkOf(of) as Decimal)).toBe(watermark);
        }
      }
      for (const each of book.listMoved(Infinity)) stored.set(each.id, formatDecimal(each.watermark));
      expect(naive.watermarks().filter(([of, watermark]) => stored.get(of) !== watermark)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
