import type { ProviderName } from '@tradeyard/market';
import { expect, vi } from 'vitest';
import type { NewInstrumentEventDto } from '../src/market-data/instrument-events.dto.js';
import { InstrumentEventsService } from '../src/market-data/instrument-events.service.js';
import { QuotesService } from '../src/market-data/quotes.service.js';
import { TicksService } from '../src/market-data/ticks.service.js';
import { CorporateEvents } from '../src/trading/corporate-events.service.js';
import type { TestApp, TestPerson } from './app.js';
import { quote } from './market.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the answer is what is under test
export type Json = any;

/** The day of what happens to a share, a moment before it, and one when it has just begun. */
export const day = '2026-05-05';
export const before = '2026-05-04T15:00:00Z';
export const onTheDay = '2026-05-05T00:00:05Z';

/** A share of a test's own, people who have some, and what happens to it. */
export class ShareScene {
  constructor(
    readonly app: TestApp,
    readonly symbol: string,
  ) {}

  /** Its price moves at a split unless the provider is another. */
  async list({
    provider = 'finnhub',
    calendar = '24/7',
  }: { provider?: ProviderName; calendar?: string } = {}): Promise<this> {
    await this.app.query(
      `insert into instrument (symbol, name, exchange, class, currency, tick_size, provider, calendar, start_price,
         yearly_volatility_bp, spread_bp, daily_volume)
       values ($1, $1, 'NASDAQ', 'stock', 'USD', 0.01, $2, $3, 500, 2000, 2, 1000000)`,
      [this.symbol, provider, calendar],
    );
    // Known to be there it has no price yet; what is quoted before its first tick could be taken away again.
    await vi.waitFor(() => {
      this.app.clock.advance(1);
      const tick = { symbol: this.symbol, price: '500.00', source: provider };
      this.app.get(TicksService).publish({ ...tick, atMs: this.app.clock.now().getTime() });
      expect(this.app.get(QuotesService).findQuote(this.symbol)).not.toBeNull();
    }, 10_000);
    this.quote('499.90', '500.00');
    return this;
  }

  quote(bid: string, ask: string): void {
    quote(this.app, this.symbol, bid, ask);
  }

  /** Somebody new with 20,000 dollars. */
  async join(baseCurrency = 'USD'): Promise<TestPerson> {
    const person = await this.app.register({ baseCurrency });
    await person.post('/wallet/deposits', { amount: { amount: '20000.00', currency: 'USD' } });
    return person;
  }

  async place(person: TestPerson, order: object): Promise<Json> {
    const asked = { symbol: this.symbol, timeInForce: 'gtc', ...order };
    const { status, body } = await person.post('/orders', asked);
    expect([status, body.detail]).toEqual([201, undefined]);
    return body;
  }

  buy(person: TestPerson, quantity: string): Promise<Json> {
    return this.place(person, { side: 'buy', type: 'market', timeInForce: 'day', quantity });
  }

  sell(person: TestPerson, quantity: string): Promise<Json> {
    return this.place(person, { side: 'sell', type: 'market', timeInForce: 'day', quantity });
  }

  sellAt(person: TestPerson, quantity: string, limitPrice: string): Promise<Json> {
    return this.place(person, { side: 'sell', type: 'limit', quantity, limitPrice });
  }

  /** An order as its owner sees it, whatever the clock did to their session. */
  async order(person: TestPerson, id: string): Promise<Json> {
    return (await (await this.app.signIn(person)).get(`/orders/${id}`)).body;
  }

  shares(person: TestPerson): Promise<string> {
    return this.have(person, `share:${this.symbol}`);
  }

  /** Balance and held part in minor units. */
  async have(person: TestPerson, asset = 'USD'): Promise<string> {
    const [row] = await this.app.query(
      'select balance, held from account where book_id = $1 and asset = $2',
      [person.user.id, asset],
    );
    return row ? `${row.balance}, ${row.held} held` : 'nothing';
  }

  split(ratio: string, on = day): Promise<unknown> {
    return this.tell({ kind: 'split', ratio, day: on });
  }

  dividend(amount: string, on = day): Promise<unknown> {
    return this.tell({ kind: 'dividend', amount, day: on });
  }

  async apply(at = onTheDay): Promise<void> {
    this.app.clock.set(at);
    await this.app.get(CorporateEvents).apply();
  }

  journals(kind: string): Promise<Json[]> {
    return this.app.query(`select * from journal where kind = $1 and detail ->> 'symbol' = $2 order by id`, [
      kind,
      this.symbol,
    ]);
  }

  private tell(event: NewInstrumentEventDto): Promise<unknown> {
    return this.app.get(InstrumentEventsService).create(this.symbol, event);
  }
}
