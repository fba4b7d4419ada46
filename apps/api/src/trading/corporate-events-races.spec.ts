import { Logger } from '@nestjs/common';
import { parseDecimal } from '@tradeyard/kernel';
import type { Tick } from '@tradeyard/market';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { auditLedger } from '../../test/ledger.js';
import { before, onTheDay, ShareScene } from '../../test/share-scene.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { TicksService } from '../market-data/ticks.service.js';
import { BooksService } from './books.service.js';
import { CorporateEvents } from './corporate-events.service.js';
import { OrderEngine } from './order-engine.service.js';

let app: TestApp;
let share: ShareScene;
let ada: TestPerson;
let count = 0;

beforeAll(async () => {
  const clock = new TestClock();
  clock.set(before);
  app = await createTestApp({ clock });
});
afterAll(() => app.close());

beforeEach(async () => {
  count += 1;
  app.clock.set(before);
  share = await new ShareScene(app, `SHARE${count}`).list();
  ada = await share.join();
});
// Whatever a test did: nothing is held that no order holds, and nothing is lost.
afterEach(async () => expect(await auditLedger(app.query.bind(app))).toEqual([]));

describe('a trailing stop', () => {
  it('trails on from the best price in new shares, and no tick meets it before', async () => {
    await share.buy(ada, '10');
    const engine = app.get(OrderEngine);
    const order = await share.place(ada, {
      side: 'sell',
      type: 'trailing_stop',
      quantity: '10',
      trailAmount: '20',
    });
    await vi.waitFor(async () => {
      await engine.settle();
      expect(engine.size).toBeGreaterThan(0);
    });
    await share.split('4:1');
    const tick = (bid: string, afterMs: number): Tick => ({
      ...{ symbol: share.symbol, bid: parseDecimal(bid), ask: parseDecimal(bid), price: parseDecimal(bid) },
      ...{ volume: parseDecimal('1'), atMs: Date.parse(onTheDay) + afterMs, source: 'finnhub' },
    });
    app.clock.set(onTheDay);
    const isAwaited = app.get(CorporateEvents).isAwaited(tick('119', 0));
    engine.take(tick('119', 0));
    await engine.tend();
    await engine.settle();
    expect(isAwaited).toBe(true);
    expect(app.get(CorporateEvents).isAwaited(tick('119', 1))).toBe(false);
    expect(await share.order(ada, order.id)).toMatchObject({
      ...{ status: 'open', quantity: '40.00000000', trailAmount: '5', watermark: '124.975' },
    });
    app.clock.advance(1_000);
    engine.take(tick('119.98', 1_000));
    await engine.settle();
    expect((await share.order(ada, order.id)).status).toBe('open');
    engine.take(tick('119.97', 1_001)); // 124.975 - 5 is 119.975
    await engine.settle();
    expect(await share.order(ada, order.id)).toMatchObject({ status: 'filled', averagePrice: '119.97' });
  });
});

describe('prices from before a split', () => {
  it('do not meet the terms after it', async () => {
    await share.buy(ada, '10');
    const order = await share.sellAt(ada, '10', '550');
    const engine = app.get(OrderEngine);
    app.clock.advance(1_000);
    const tick = { symbol: share.symbol, source: 'finnhub', atMs: app.clock.now().getTime() } as const;
    expect(app.get(TicksService).publish({ ...tick, price: '510', bid: '510', ask: '510' })).toBe(true);
    await engine.settle();
    await share.split('4:1');
    app.clock.set(onTheDay);
    await app.get(CorporateEvents).apply((ids) => engine.changed(ids));
    await engine.settle();
    expect(await share.order(ada, order.id)).toMatchObject({ status: 'open', limitPrice: '137.5' });
  });
});

describe('many people', () => {
  it('get it once each when it breaks off, and when two processes do it at a time', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => share.join()));
    for (const person of people) {
      await share.buy(person, '1');
      await share.place(person, { side: 'sell', type: 'limit', quantity: '1', limitPrice: '550' });
    }
    await share.split('2:1');
    await share.dividend('1');
    app.clock.set(onTheDay);
    const ledger = app.get(LedgerService);
    const submit = ledger.submit.bind(ledger);
    let calls = 0;
    const spy = vi.spyOn(ledger, 'submit').mockImplementation((...args: Parameters<typeof submit>) => {
      calls += 1;
      return calls % 3 === 0
        ? Promise.reject(Object.assign(new Error('away'), { code: 'service_unavailable' }))
        : submit(...args);
    });
    await expect(app.get(CorporateEvents).apply()).rejects.toThrow('away');
    spy.mockRestore();
    const other = await createTestApp({ clock: app.clock, databaseUrl: app.databaseUrl });
    await Promise.all([app, other].map((each) => each.get(CorporateEvents).apply()));
    await other.close();
    for (const person of people) {
      expect([await share.shares(person), await share.have(person)]).toEqual([
        '200000000, 200000000 held',
        '1950100, 0 held',
      ]);
    }
    expect([(await share.journals('split')).length, (await share.journals('dividend')).length]).toEqual([
      12, 12,
    ]);
  });
});

describe('a mistake of ours', () => {
  it('keeps nobody else waiting, and is made good later', async () => {
    const bob = await share.join();
    for (const person of [ada, bob]) await share.buy(person, '1');
    await share.sellAt(ada, '1', '550'); // not to be split without its shares
    await share.split('2:1');
    const books = app.get(BooksService);
    const booksOf = books.booksOf.bind(books);
    let isMade = false;
    const spy = vi.spyOn(books, 'booksOf').mockImplementation(async (ids) => {
      const found = await booksOf(ids);
      const book = found.get(ada.user.id);
      const modelsIn = () => {
        isMade = true;
        throw new Error('a mistake');
      };
      return book && !isMade ? found.set(ada.user.id, { ...book, modelsIn }) : found;
    });
    const log = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await share.apply();
    spy.mockRestore();
    expect(log).toHaveBeenCalledWith(expect.stringContaining('did not come to somebody'));
    log.mockRestore();
    expect([await share.shares(ada), await share.shares(bob)]).toEqual([
      '100000000, 100000000 held',
      '200000000, 0 held',
    ]);
    await share.apply();
    expect([await share.shares(ada), await share.shares(bob)]).toEqual([
      '200000000, 200000000 held',
      '200000000, 0 held',
    ]);
  });
});

describe('an order that cannot reserve what it has to after a split', () => {
  it('is cancelled, and keeps nobody from their shares', async () => {
    await share.buy(ada, '10');
    // All the cash that there is; then a fee of a dollar for each share, of which there are more.
    const asked = { side: 'buy', type: 'limit', quantity: '30', limitPrice: '500.00' };
    share.quote('509.90', '510.00');
    const order = await share.place(ada, asked);
    expect(await share.have(ada)).toBe('1500000, 1500000 held');
    await share.split('4:1');
    const books = app.get(BooksService);
    const booksOf = books.booksOf.bind(books);
    const fee = { kind: 'perShare', amount: parseDecimal('1'), minimum: 0n } as const;
    const spy = vi.spyOn(books, 'booksOf').mockImplementation(async (ids) => {
      const found = [...(await booksOf(ids))];
      return new Map(
        found.map(([id, book]) => [
          id,
          { ...book, modelsIn: (currency: string) => ({ ...book.modelsIn(currency), fee }) },
        ]),
      );
    });
    await share.apply();
    spy.mockRestore();
    expect([await share.shares(ada), await share.have(ada)]).toEqual([
      '4000000000, 0 held',
      '1500000, 0 held',
    ]);
    const { status, events } = await share.order(ada, order.id);
    expect([status, events.at(-1).cause]).toEqual(['cancelled', 'after the split it could not be paid']);
  });
});
