import { compareDecimals, formatDecimal, parseDecimal, type Decimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TriggerBook, triggerPrices, type Prices, type Trigger } from './trigger-book.js';

const prices = (price: string, bid = price, ask = price): Prices => ({
  price: parseDecimal(price),
  bid: parseDecimal(bid),
  ask: parseDecimal(ask),
});

const trigger = (
  id: string,
  side: Trigger<string, null>['side'],
  level: string,
  by: Trigger<string, null>['by'] = 'price',
): Trigger<string, null> => ({ id, symbol: 'AAPL', side, level: parseDecimal(level), by, payload: null });

const book = (...triggers: Trigger<string, null>[]): TriggerBook<string, null> => {
  const made = new TriggerBook<string, null>();
  for (const each of triggers) made.add(each);
  return made;
};

const ids = (hits: readonly Trigger<string, null>[]): string[] => hits.map(({ id }) => id);

it.each([
  ['a rise to the level', trigger('a', 'rise', '100.00'), prices('100'), ['a']],
  ['a rise just short of it', trigger('a', 'rise', '100.00'), prices('99.9999'), []],
  ['a fall to the level', trigger('a', 'fall', '100'), prices('100.00'), ['a']],
  ['a fall just short of it', trigger('a', 'fall', '100'), prices('100.0001'), []],
  ['a price finer than the level, below', trigger('a', 'rise', '100'), prices('100.5'), ['a']],
  ['a price finer than the level, above', trigger('a', 'fall', '100'), prices('99.5'), ['a']],
  ['the ask, which is above the price', trigger('a', 'rise', '100', 'ask'), prices('99', '98', '100'), ['a']],
  ['not the ask', trigger('a', 'rise', '100', 'price'), prices('99', '98', '100'), []],
  ['the bid, which is below the price', trigger('a', 'fall', '98', 'bid'), prices('99', '98', '100'), ['a']],
  ['not the bid', trigger('a', 'fall', '98', 'ask'), prices('99', '98', '100'), []],
])('looks at %s', (_, resting, tick, expected) => {
  expect(ids(book(resting).take('AAPL', tick))).toEqual(expected);
});

it('misses nothing between two prices', () => {
  const resting = book(
    trigger('up', 'rise', '110'),
    trigger('down', 'fall', '90'),
    trigger('far', 'rise', '111'),
  );

  expect(ids(resting.take('AAPL', prices('89'), prices('110')))).toEqual(['up', 'down']);
  expect(resting.size).toBe(1);
});

it('gives the price order first, then the order of age, whichever price fires', () => {
  const resting = book(
    trigger('102 ask', 'rise', '102', 'ask'),
    trigger('101 first', 'rise', '101'),
    trigger('101 second', 'rise', '101.00', 'bid'),
    trigger('100', 'rise', '100'),
    trigger('200 fall', 'fall', '200'),
    trigger('201 fall', 'fall', '201'),
  );

  expect(ids(resting.take('AAPL', prices('150')))).toEqual([
    '100',
    '101 first',
    '101 second',
    '102 ask',
    '201 fall',
    '200 fall',
  ]);
});

it('makes what is moved the youngest of its level', () => {
  const resting = book(trigger('a', 'rise', '100'), trigger('b', 'rise', '100'));
  resting.change('a', parseDecimal('99'));
  resting.change('a', parseDecimal('100'));

  expect(ids(resting.take('AAPL', prices('100')))).toEqual(['b', 'a']);
});

it('knows nothing of what is gone', () => {
  const resting = book(trigger('a', 'rise', '100'));

  expect([resting.remove('a'), resting.remove('a'), resting.change('a', parseDecimal('1'))]).toEqual([
    true,
    false,
    false,
  ]);
  expect(resting.take('AAPL', prices('100'))).toEqual([]);
});

it('keeps one of an id, the newest', () => {
  const resting = book(trigger('a', 'rise', '100'), { ...trigger('a', 'fall', '50'), symbol: 'TSLA' });

  expect([
    resting.size,
    ids(resting.take('AAPL', prices('100'))),
    ids(resting.take('TSLA', prices('50'))),
  ]).toEqual([1, [], ['a']]);
});

/** What a book has to do, one after the other and without thought. */
class NaiveBook {
  private triggers: Trigger<number, number>[] = [];

  add(added: Trigger<number, number>): void {
    this.remove(added.id);
    this.triggers.push(added);
  }

  change(id: number, level: Decimal): boolean {
    const found = this.triggers.find((each) => each.id === id);
    if (found) this.add({ ...found, level });
    return found !== undefined;
  }

  remove(id: number): boolean {
    const before = this.triggers.length;
    this.triggers = this.triggers.filter((each) => each.id !== id);
    return this.triggers.length < before;
  }

  take(symbol: string, low: Prices, high: Prices): Trigger<number, number>[] {
    const isHit = ({ side, level, by, ...rest }: Trigger<number, number>): boolean =>
      rest.symbol === symbol &&
      (side === 'rise' ? compareDecimals(high[by], level) >= 0 : compareDecimals(low[by], level) <= 0);
    const hit = this.triggers.filter(isHit);
    this.triggers = this.triggers.filter((each) => !isHit(each));
    const of = (side: 'rise' | 'fall', sign: 1 | -1) =>
      hit.filter((each) => each.side === side).sort((a, b) => sign * compareDecimals(a.level, b.level)); // stable, so that age decides
    return [...of('rise', 1), ...of('fall', -1)];
  }

  get size(): number {
    return this.triggers.length;
  }
}

const id = fc.integer({ min: 0, max: 30 });
const symbol = fc.constantFrom('AAPL', 'TSLA');
// Few values in several forms, so that levels meet each other and the prices.
const decimal = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 2 }))
  .map(([value, scale]): Decimal => ({ digits: BigInt(value) * (scale === 1 ? 5n : 1n), scale }));
const range = fc
  .tuple(decimal, decimal)
  .map(([a, b]): [Decimal, Decimal] => (compareDecimals(a, b) <= 0 ? [a, b] : [b, a]));

type Books = { readonly book: TriggerBook<number, number>; readonly naive: NaiveBook };

/** The same level may come in other digits. */
const shown = ({ level, ...rest }: Trigger<number, number>) => ({ ...rest, level: formatDecimal(level) });

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        id,
        symbol,
        side: fc.constantFrom('rise' as const, 'fall' as const),
        level: decimal,
        by: fc.constantFrom(...triggerPrices),
        payload: fc.nat(9),
      })
      .map((added) => ({ book, naive }: Books) => {
        book.add(added);
        naive.add(added);
      }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(id, decimal).map(
      ([of, level]) =>
        ({ book, naive }: Books) =>
          expect(book.change(of, level)).toBe(naive.change(of, level)),
    ),
  },
  {
    weight: 1,
    arbitrary: id.map(
      (of) =>
        ({ book, naive }: Books) =>
          expect(book.remove(of)).toBe(naive.remove(of)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(symbol, range, range, range)
      .map(([of, price, bid, ask]) => ({ book, naive }: Books) => {
        const low = { price: price[0], bid: bid[0], ask: ask[0] };
        const high = { price: price[1], bid: bid[1], ask: ask[1] };
        expect(book.take(of, low, high).map(shown)).toEqual(naive.take(of, low, high).map(shown));
      }),
  },
);

it('does what a list would do that is walked through for each tick', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
      const books: Books = { book: new TriggerBook(), naive: new NaiveBook() };
      for (const act of actions) act(books);
      expect(books.book.size).toBe(books.naive.size);
    }),
    { numRuns: 300 },
  );
});
