import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { auditLedger } from '../../test/ledger.js';
import { before, day, onTheDay, ShareScene, type Json } from '../../test/share-scene.js';
import { CorporateEvents } from './corporate-events.service.js';
import { CorporateEventsReader } from './corporate-events-reader.service.js';

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

describe('a dividend and a split of one day', () => {
  it('come to a position and all its orders, once, whoever applies them and how often', async () => {
    await share.buy(ada, '10');
    const sale = await share.sellAt(ada, '4', '550');
    const purchase = await share.place(ada, {
      side: 'buy',
      type: 'limit',
      quantity: '2',
      limitPrice: '450.01',
    });
    const exits = await share.place(ada, {
      orderClass: 'oco',
      quantity: '5',
      takeProfit: { limitPrice: '560' },
      stopLoss: { stopPrice: '440.01' },
    });
    expect([await share.shares(ada), await share.have(ada)]).toEqual([
      '1000000000, 900000000 held',
      '1500000, 90002 held',
    ]);
    await share.dividend('0.82');
    await share.split('4:1');
    await share.apply('2026-05-04T23:59:59Z'); // it is not the day yet
    expect(await share.shares(ada)).toBe('1000000000, 900000000 held');

    app.clock.set(onTheDay);
    const events = app.get(CorporateEvents);
    const changed: string[] = [];
    const onChanged = (ids: readonly string[]) => changed.push(...ids);
    await Promise.all([events.apply(onChanged), events.apply(onChanged), events.apply(onChanged)]);
    await share.apply('2026-05-06T10:00:00Z');

    const ids = [sale.id, purchase.id, exits.id, ...exits.legs.map(({ id }: Json) => id)];
    expect(new Set(changed)).toEqual(new Set(ids));
    // 0.82 for each of ten shares; 8 at 112.50 are reserved instead of 2 at 450.01
    expect([await share.shares(ada), await share.have(ada)]).toEqual([
      '4000000000, 3600000000 held',
      '1500820, 90000 held',
    ]);
    expect(await share.order(ada, sale.id)).toMatchObject({
      ...{ quantity: '16.00000000', limitPrice: '137.5', reservedQuantity: '16.00000000', status: 'open' },
      events: [
        { kind: 'place' },
        {
          kind: 'split',
          actor: 'market',
          cause: `the shares were split 4:1 on ${day}, quantity 4 to 16, limit price 550 to 137.5`,
          detail: {
            ratio: '4:1',
            quantityBefore: '4.00000000',
            limitPriceBefore: '550',
            limitPrice: '137.5',
          },
        },
      ],
    });
    expect(await share.order(ada, purchase.id)).toMatchObject({
      quantity: '8.00000000',
      limitPrice: '112.5',
    });
    expect(await share.order(ada, exits.id)).toMatchObject({
      ...{ quantity: '20.00000000', limitPrice: '140' },
      legs: [{ quantity: '20.00000000', stopPrice: '110.01' }],
    });
    expect(await share.journals('dividend')).toMatchObject([
      {
        actor: null,
        detail: { symbol: share.symbol, day, quantity: '10.00000000', amount: '0.82', currency: 'USD' },
      },
    ]);
    expect(await share.journals('split')).toMatchObject([
      { detail: { symbol: share.symbol, day, quantity: '10.00000000', ratio: '4:1' } },
    ]);
  });

  it('leave what a position cost, and its orders can be filled and cancelled', async () => {
    await share.buy(ada, '10');
    const sale = await share.sellAt(ada, '4', '550');
    await share.split('4:1');
    await share.dividend('0.82', '2026-05-06');
    await share.apply();
    await share.apply('2026-05-06T00:00:05Z'); // of forty shares
    const now = await app.signIn(ada);
    const { body } = await now.get(`/portfolios/${ada.user.id}/positions`);
    expect(body.items).toMatchObject([
      {
        quantity: '40.00000000',
        cost: { amount: '5000.00', currency: 'USD' },
        averageCost: { amount: '125', currency: 'USD' },
      },
    ]);
    expect(await share.have(ada)).toBe('1503280, 0 held');
    expect((await now.delete(`/orders/${sale.id}`)).status).toBe(200);
    expect(await share.shares(ada)).toBe('4000000000, 0 held');
  });
});

describe('the day', () => {
  it('is the first on which a buyer gets nothing, and what is ordered then is of new shares', async () => {
    const bob = await share.join();
    await share.buy(ada, '10');
    app.clock.set(onTheDay);
    share.quote('124.90', '125.00');
    await share.split('4:1'); // found after the day has begun
    await share.dividend('1');
    const late = await app.signIn(bob);
    await share.buy(late, '3');
    const seller = await app.signIn(ada);
    const order = await share.place(seller, {
      side: 'sell',
      type: 'limit',
      quantity: '10',
      limitPrice: '130',
    });
    await share.apply('2026-05-05T00:00:10Z');
    expect(await share.shares(bob)).toBe('300000000, 0 held');
    expect(await share.have(bob)).toBe('1962500, 0 held');
    expect(await share.shares(ada)).toBe('4000000000, 1000000000 held');
    expect(await share.order(ada, order.id)).toMatchObject({ quantity: '10.00000000', limitPrice: '130' });
    expect((await share.journals('dividend')).map(({ detail }) => detail.quantity)).toEqual(['10.00000000']);
  });

  it('counts by what was held when it began, however late it is found, and a split before it counts', async () => {
    await share.buy(ada, '10');
    await share.split('2:1', '2026-05-05');
    await share.dividend('1', '2026-05-06');
    await share.split('3:1', '2026-05-07');
    app.clock.set('2026-05-08T10:00:00Z');
    share.quote('83.20', '83.30');
    const later = await app.signIn(ada);
    await share.buy(later, '5');
    await share.sell(later, '2');
    await share.apply('2026-05-08T10:00:05Z');
    // ten became twenty, which got a dollar each and became sixty; five more were bought and two sold
    expect(await share.shares(ada)).toBe('6300000000, 0 held');
    expect(await share.journals('dividend')).toMatchObject([
      { value_date: expect.anything(), detail: { quantity: '20.00000000' } },
    ]);
    expect(await share.have(ada)).toBe(`${15_000_00 - 416_50 + 166_40 + 20_00}, 0 held`);
  });

  it('comes to the shares of now where a split is found after a later one', async () => {
    await share.buy(ada, '10');
    await share.split('3:1', '2026-05-07');
    await share.apply('2026-05-07T00:00:05Z');
    await share.split('2:1');
    await share.apply('2026-05-08T00:00:05Z');
    expect(await share.shares(ada)).toBe('6000000000, 0 held');
  });

  it('begins where the exchange is', async () => {
    share = await new ShareScene(app, `YORK${count}`).list({ calendar: 'XNYS' });
    await share.split('4:1');
    const due = async (at: string) => {
      const found = await app.get(CorporateEventsReader).listDue(new Date(at));
      return found.filter((each) => each.symbol === share.symbol).length;
    };
    expect([await due('2026-05-05T03:59:59Z'), await due('2026-05-05T04:00:00Z')]).toEqual([0, 1]);
    await share.apply('2026-05-05T04:00:00Z'); // nobody held it
    expect(await due('2026-05-05T04:00:00Z')).toBe(0);
  });
});

describe('a reverse split', () => {
  it('ends an order of which nothing is left', async () => {
    await share.buy(ada, '10');
    const crumbs = await share.place(ada, {
      side: 'sell',
      type: 'limit',
      quantity: '0.00000007',
      limitPrice: '550',
    });
    const sale = await share.sellAt(ada, '9', '550');
    await share.split('1:8');
    await share.apply();
    expect(await share.shares(ada)).toBe('125000000, 112500000 held');
    expect(await share.order(ada, sale.id)).toMatchObject({ quantity: '1.12500000', limitPrice: '4400' });
    const { status, events } = await share.order(ada, crumbs.id);
    expect([status, events.map(({ kind }: Json) => kind)]).toEqual([
      'cancelled',
      ['place', 'split', 'cancel'],
    ]);
  });

  it('takes what there is where too many of the new shares were sold by then, and no order stays short', async () => {
    await share.buy(ada, '10');
    const sale = await share.sellAt(ada, '4', '550');
    app.clock.set('2026-05-05T10:00:00Z');
    share.quote('3999.00', '4000.00');
    const later = await app.signIn(ada);
    await share.sell(later, '6');
    await share.split('1:8');
    await share.apply('2026-05-05T10:00:05Z');
    expect(await share.shares(ada)).toBe('0, 0 held');
    expect((await share.order(ada, sale.id)).status).toBe('cancelled');
  });
});

describe('prices that are of the shares of today all along', () => {
  it.each(['simulated', 'replay'] as const)('know no split, but dividends: %s', async (provider) => {
    share = await new ShareScene(app, `CALM${provider}`.toUpperCase()).list({ provider });
    await share.buy(ada, '10');
    const sale = await share.sellAt(ada, '4', '550');
    await share.split('4:1');
    await share.dividend('0.5');
    await share.apply();
    expect([await share.shares(ada), await share.have(ada)]).toEqual([
      '1000000000, 400000000 held',
      '1500500, 0 held',
    ]);
    expect(await share.order(ada, sale.id)).toMatchObject({ quantity: '4.00000000', limitPrice: '550' });
  });
});

describe('somebody who counts in another currency', () => {
  it('gets a dividend at the rate of its day', async () => {
    const eve = await share.join('EUR');
    await share.buy(eve, '10');
    const cost = async (): Promise<bigint> => {
      const [row] = await app.query(`select cost from account where book_id = $1 and asset = 'USD'`, [
        eve.user.id,
      ]);
      return BigInt(row.cost);
    };
    const first = await cost();
    await share.dividend('10');
    await share.apply();
    expect(await cost()).toBeGreaterThan(first);
  });
});
