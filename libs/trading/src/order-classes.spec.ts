import { parseDecimal } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { Desk, moment, order, unit } from '../test/desk.js';
import type { Order } from './order.js';

/**
 * Apple as its shares were traded in February 2020. A day is told as its open, its two extremes and its close; of a day
 * that rose the low comes first, of one that fell the high.
 */
const february = {
  '2020-02-19': ['320.00', '320.00', '324.57', '323.62'],
  '2020-02-20': ['322.63', '324.65', '318.21', '320.30'],
  '2020-02-21': ['318.62', '320.45', '310.50', '313.05'],
  '2020-02-24': ['297.26', '289.23', '304.18', '298.18'],
  '2020-02-25': ['300.95', '302.53', '286.13', '288.08'],
} as const;

/** The days' prices one after the other; stops are told when and at what they were filled. */
function live(desk: Desk): string[] {
  const told: string[] = [];
  for (const [day, prices] of Object.entries(february)) {
    for (const price of prices) {
      const before = desk.history.length;
      desk.tick(moment(price));
      for (const { orderId, kind } of desk.history.slice(before)) {
        const { legRole, filledCash } = desk.find(orderId);
        const cash = kind === 'fill' ? ` for ${filledCash}` : '';
        if (kind !== 'trigger') told.push(`${day} ${price} ${legRole ?? 'order'} ${kind}${cash}`);
      }
    }
  }
  return told;
}

const group = { groupId: 'group', orderClass: 'bracket' } as const;
const entry = (terms: Partial<Order>): Order => order({ ...group, legRole: 'entry', ...terms });
const exit = (legRole: 'take_profit' | 'stop_loss', terms: Partial<Order>): Order =>
  order({ ...group, legRole, side: 'sell', status: 'waiting', reservePrice: null, ...terms });

describe('a bracket', () => {
  it('takes its profit and ends the stop', () => {
    const desk = new Desk();
    desk.place(
      entry({ type: 'limit', limitPrice: '320' }),
      exit('take_profit', { type: 'limit', limitPrice: '324.60' }),
      exit('stop_loss', { type: 'stop', stopPrice: '317' }),
    );
    // The 19th opens at 320.00, the limit: 100 units cost 32,000.00. Its high of 324.57 is three cents short of the
    // profit; the 20th goes to 324.65, and a limit gets the better price: 32,465.00. Its low of 318.21 is above the stop.
    expect(live(desk)).toEqual([
      '2020-02-19 320.00 entry fill for 3200000',
      '2020-02-19 320.00 take_profit activate',
      '2020-02-19 320.00 stop_loss activate',
      '2020-02-20 324.65 take_profit fill for 3246500',
      '2020-02-20 324.65 stop_loss cancel',
    ]);
    expect([desk.have('USD'), desk.have('share:AAPL')]).toEqual(['10046500 0', '0 0']);
  });

  it('is stopped at the gap, at what there is then', () => {
    const desk = new Desk();
    desk.place(
      entry({ type: 'stop', stopPrice: '324' }),
      exit('take_profit', { type: 'limit', limitPrice: '330' }),
      exit('stop_loss', { type: 'stop', stopPrice: '305' }),
    );
    // The stop of the entry is passed by the high of the 19th: bought at 324.57. The low of the 21st is 310.50; the 24th
    // opens at 297.26, far below the stop: sold there, for 29,726.00.
    expect(live(desk)).toEqual([
      '2020-02-19 324.57 entry fill for 3245700',
      '2020-02-19 324.57 take_profit activate',
      '2020-02-19 324.57 stop_loss activate',
      '2020-02-24 297.26 stop_loss fill for 2972600',
      '2020-02-24 297.26 take_profit cancel',
    ]);
  });

  it('with a stop that trails from the fill of its entry', () => {
    const desk = new Desk();
    desk.place(
      entry({ type: 'limit', limitPrice: '321', orderClass: 'oto' }),
      exit('stop_loss', { type: 'trailing_stop', trailPercent: '5', orderClass: 'oto' }),
    );
    // Bought at the open of the 19th, 320.00. The best price after it is 324.65 on the 20th; 5 % below is 308.4175. The
    // low of the 21st, 310.50, stays above; the open of the 24th, 297.26, does not.
    expect(live(desk)).toEqual([
      '2020-02-19 320.00 entry fill for 3200000',
      '2020-02-19 320.00 stop_loss activate',
      '2020-02-24 297.26 stop_loss fill for 2972600',
    ]);
  });

  it('whose entry is filled in part protects that part, and what comes later', () => {
    const thin = {
      price: { kind: 'volume', percent: parseDecimal('10') },
      slippage: { kind: 'none' },
      fee: { kind: 'none' },
    } as const;
    const desk = new Desk(thin);
    const [buy, profit, stop] = [
      entry({ type: 'limit', limitPrice: '320' }),
      exit('take_profit', { type: 'limit', limitPrice: '324' }),
      exit('stop_loss', { type: 'stop', stopPrice: '310' }),
    ];
    desk.place(buy, profit, stop);
    // A tenth of 300 units is 30, of 200 are 20: the exits grow with the entry.
    desk.tick(moment('320', '320', { volume: parseDecimal('300') }));
    expect(desk.have('share:AAPL')).toBe(`${30n * unit} ${30n * unit}`);
    desk.tick(moment('320', '320', { volume: parseDecimal('200') }));
    expect([desk.find(profit.id).quantity, desk.find(stop.id).quantity]).toEqual([50n * unit, 50n * unit]);
    // The profit is reached, and 40 of the 50 are sold: the stop keeps 10.
    desk.tick(moment('324', '324.10', { volume: parseDecimal('400') }));
    expect(desk.find(stop.id).quantity).toBe(10n * unit);
    expect(desk.have('share:AAPL')).toBe(`${10n * unit} ${10n * unit}`);
    // The last 10: the stop ends, and so does the rest of the entry.
    desk.tick(moment('324', '324.10', { volume: parseDecimal('400') }));
    expect([buy, profit, stop].map(({ id }) => desk.find(id).status)).toEqual([
      'cancelled',
      'filled',
      'cancelled',
    ]);
    // 50 units at 320 were paid, 50 at 324 came in.
    expect([desk.have('USD'), desk.have('share:AAPL')]).toEqual(['10020000 0', '0 0']);
  });
});

describe('two exits on what is there', () => {
  const oco = (role: 'take_profit' | 'stop_loss', terms: Partial<Order>) =>
    exit(role, { status: 'open', orderClass: 'oco', ...terms });

  it('the stop is hit at a gap and the profit ends', () => {
    const desk = new Desk(undefined, 0n, 100n * unit);
    desk.place(
      oco('take_profit', { type: 'limit', limitPrice: '325' }),
      oco('stop_loss', { type: 'stop_limit', stopPrice: '312', limitPrice: '300' }),
    );
    // The high of the four days is 324.65. The low of the 21st is 310.50, below the stop and above its limit: sold there.
    expect(live(desk)).toEqual([
      '2020-02-21 310.50 stop_loss fill for 3105000',
      '2020-02-21 310.50 take_profit cancel',
    ]);
  });

  it('a stop with a limit that the gap jumps over waits until the price is back', () => {
    const desk = new Desk(undefined, 0n, 100n * unit);
    desk.place(
      oco('take_profit', { type: 'limit', limitPrice: '330' }),
      oco('stop_loss', { type: 'stop_limit', stopPrice: '309', limitPrice: '304' }),
    );
    // The 24th opens at 297.26, below stop and limit: it is a limit order of 304 from then on, and the high of that day,
    // 304.18, is a little better.
    expect(live(desk)).toEqual([
      '2020-02-24 304.18 stop_loss fill for 3041800',
      '2020-02-24 304.18 take_profit cancel',
    ]);
  });

  it('cancelling one ends the other, and frees the units', () => {
    const desk = new Desk(undefined, 0n, 100n * unit);
    const profit = oco('take_profit', { type: 'limit', limitPrice: '330' });
    const stop = oco('stop_loss', { type: 'stop', stopPrice: '300' });
    desk.place(profit, stop);
    expect(desk.have('share:AAPL')).toBe(`${100n * unit} ${100n * unit}`);
    desk.cancel(stop.id);
    expect(desk.find(profit.id).status).toBe('cancelled');
    expect(desk.have('share:AAPL')).toBe(`${100n * unit} 0`);
  });
});
