import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DayRun } from '../../test/day-run.js';
import { DayScene } from '../../test/day-scene.js';
import { eventually } from '../../test/eventually.js';
import { auditLedger } from '../../test/ledger.js';
import { Problem } from '../platform/problem.js';
import { DesksService } from './desks.service.js';
import { DaytradingJob } from './daytrading.job.js';
import { TurnBooking } from './turn-booking.service.js';
import { WorkloadsService } from './workloads.service.js';

let scene: DayScene;
let run: DayRun;
beforeAll(async () => {
  scene = await DayScene.open();
});
afterAll(() => scene.close());
beforeEach(async () => {
  await scene.reset();
  run = scene.run;
  await run.all(['ADD', 'u', '1000.00']);
});
afterEach(async () => {
  vi.restoreAllMocks();
  expect(await auditLedger(scene.app.query.bind(scene.app))).toEqual([]);
});

const standing = async (user = 'u') => {
  const { balance, reserved, holdings } = await run.summary(user);
  return { balance, reserved, holdings };
};

describe('what waits for a commit', () => {
  describe.each(['BUY', 'SELL'])('a %s', (side) => {
    beforeEach(async () => {
      scene.board.prices.set('W', '10.00');
      await run.all(['BUY', 'u', 'W', '50.00'], ['COMMIT_BUY', 'u'], [side, 'u', 'W', '30.00']);
    });
    const whole = { balance: '950.00', reserved: '0.00', holdings: [{ symbol: 'W', shares: 5 }] };

    it.each([
      ['COMMIT', 60_000, 'ok'],
      ['COMMIT', 60_001, 'nothing_pending'],
      ['CANCEL', 60_000, 'ok'],
      ['CANCEL', 60_001, 'nothing_pending'],
    ])('can have its %s after %i ms: %s', async (what, afterMs, told) => {
      scene.clock.advance(afterMs);
      expect(await run.ask(`${what}_${side}`, 'u')).toBe(told);
      const shares = side === 'BUY' ? 8 : 2;
      const balance = side === 'BUY' ? '920.00' : '980.00';
      const committed = { ...whole, balance, holdings: [{ symbol: 'W', shares }] };
      expect(await standing()).toEqual(what === 'COMMIT' && told === 'ok' ? committed : whole);
    });

    it('comes back by itself when it is over, with all that is older, and is told once', async () => {
      scene.clock.advance(30_000);
      await run.all([side, 'u', 'W', '10.00']);
      scene.clock.advance(30_000);
      await scene.tend();
      expect(await scene.logged('systemEvent')).toEqual([]);
      scene.clock.advance(1);
      await Promise.all([scene.tend(), scene.tend()]);

      const events = await scene.logged('systemEvent');
      expect(events).toEqual([
        expect.objectContaining({
          ...{ command: side, username: 'u', stockSymbol: 'W', funds: '30.00', transactionNum: '4' },
          timestamp: String(scene.clock.now().getTime()),
        }),
      ]);
      const moved = (await scene.logged('accountTransaction')).filter(
        ({ transactionNum, action }) => transactionNum === '4' && action === 'add',
      );
      expect(moved.map(({ funds }) => funds)).toEqual(side === 'BUY' ? ['30.00'] : []);
      expect(await run.ask(`CANCEL_${side}`, 'u')).toBe('ok');
      expect(await run.ask(`CANCEL_${side}`, 'u')).toBe('nothing_pending');
      expect(await standing()).toEqual(whole);
    });

    it('is over before the next command reads anything', async () => {
      scene.clock.advance(60_001);
      const { reserved, balance } = (await run.summary('u')) as Record<string, string>;
      expect([balance, reserved]).toEqual(['950.00', '0.00']);
      const [event, ...others] = await scene.logged('systemEvent');
      expect(others).toEqual([]);
      expect(event).toMatchObject({ command: side, transactionNum: '4' });
      await scene.tend();
      expect(await scene.logged('systemEvent')).toEqual([event]);
    });
  });

  it('keeps the price of its BUY', async () => {
    scene.board.prices.set('M', '10.00');
    await run.all(['BUY', 'u', 'M', '100.00']);
    scene.board.prices.set('M', '20.00');
    scene.clock.advance(60_000);
    expect((await run.say('COMMIT_BUY', 'u')).body).toMatchObject({ shares: 10, cash: '100.00' });
    scene.clock.advance(1);
    expect((await run.say('SELL', 'u', 'M', '200.00')).body).toMatchObject({ price: '20.00', shares: 10 });
    scene.board.prices.set('M', '5.00');
    scene.clock.advance(60_000);
    await run.all(['COMMIT_SELL', 'u']);
    expect(await standing()).toEqual({ balance: '1100.00', reserved: '0.00', holdings: [] });
  });

  it('and expires while a keyed command waits for its quote is none of that command’s doing', async () => {
    await run.all(['BUY', 'u', 'ZA', '100.00']);
    scene.clock.advance(60_001);
    const headers = { 'idempotency-key': `key ${run.id}`.replace(' ', '-') };
    const buy = () => run.send('BUY', ['u', 'ZB', '7.00'], { headers });

    expect((await buy()).body).toEqual({
      transaction: 3,
      symbol: 'ZB',
      shares: 7,
      cash: '7.00',
      price: '1.00',
    });
    expect((await buy()).body).toMatchObject({ transaction: 3, replayed: true, symbol: 'ZB' });
    expect(await standing()).toMatchObject({ balance: '993.00', reserved: '7.00' });
  });

  it('comes back while the quote server is silent', async () => {
    await run.all(
      ['ADD', 'v', '10'],
      ['SET_BUY_AMOUNT', 'v', 'SIL', '10'],
      ['SET_BUY_TRIGGER', 'v', 'SIL', '0.50'],
    );
    scene.clock.advance(60_001);
    scene.board.state = 'silent';
    const running = scene.app.get(DaytradingJob).run();
    await eventually(() => expect(scene.hits('SIL')).toBeGreaterThan(1));
    scene.board.state = 'well'; // but not for the question that is under way
    await run.all(['BUY', 'u', 'SIK', '10.00']);
    scene.clock.advance(60_001);
    const over = scene.app.get(DaytradingJob).run();
    const first = await Promise.race([
      running.then(() => 'the quote'),
      eventually(async () => expect(await scene.logged('systemEvent')).toHaveLength(1)).then(
        () => 'the money',
      ),
    ]);
    expect(first).toBe('the money');
    const [{ reserved }] = await scene.app.query(
      `select coalesce(sum(cash), 0)::int as reserved from daytrading_reservation where form = 'pending'`,
    );
    expect(reserved).toBe(0);
    await Promise.all([running, over]);
  });
});

describe('a quote', () => {
  it('is one hit for all who ask within its minute, and is logged once as it was given', async () => {
    scene.board.prices.set('HIT', '12.3');
    const users = Array.from({ length: 30 }, (_, index) => `u${index}`);
    const before = scene.hits('HIT');
    const answers = await Promise.all(users.map((user) => run.say('QUOTE', user, 'HIT')));
    scene.clock.advance(60_000);
    answers.push(await run.say('QUOTE', 'late', 'HIT'));

    expect(answers.map(({ body }) => body.price)).toEqual(answers.map(() => '12.30'));
    expect(scene.hits('HIT')).toBe(before + 1);
    const key = scene.board.keyOf();
    const [, user = ''] = scene.board.hits.at(-1)?.split(',') ?? [];
    expect((await scene.logged('quoteServer')).map(({ timestamp: _, ...rest }) => rest)).toEqual([
      {
        ...{
          kind: 'quoteServer',
          server: 'tradeyard',
          transactionNum: '1',
          price: '12.3',
          stockSymbol: 'HIT',
        },
        ...{ username: user, quoteServerTime: String(scene.clock.now().getTime() - 60_000), cryptokey: key },
      },
    ]);
    expect(await scene.run.log(user)).toContainEqual(expect.objectContaining({ kind: 'quoteServer' }));
    scene.clock.advance(1);
    await run.all(['QUOTE', 'late', 'HIT']);
    expect(scene.hits('HIT')).toBe(before + 2);
    expect(await scene.logged('quoteServer')).toHaveLength(2);
  });

  it('is logged also with a command that fails at its price', async () => {
    scene.board.prices.set('F', '100.00');
    expect(await run.ask('BUY', 'u', 'F', '99.99')).toBe('order_too_small');
    scene.clock.advance(60_001);
    await run.all(['BUY', 'u', 'F', '100'], ['COMMIT_BUY', 'u']);
    scene.clock.advance(60_001);
    expect(await run.ask('SELL', 'u', 'F', '100.01')).toBe('insufficient_shares');
    scene.clock.advance(60_001);
    expect(await run.ask('SET_SELL_AMOUNT', 'u', 'F', '100.01')).toBe('insufficient_shares');
    expect(scene.hits('F')).toBe(4);
    const numbers = (await scene.logged('quoteServer')).map(({ transactionNum }) => transactionNum);
    expect(numbers).toEqual(['2', '3', '5', '6']);
  });

  it.each([
    ['BUY', 'insufficient_funds', ['u', 'NO', '1000.01']],
    ['BUY', 'trader_unknown', ['stranger', 'NO', '1']],
    ['BUY', 'amount_malformed', ['u', 'NO', '0']],
    ['SELL', 'insufficient_shares', ['u', 'NO', '1']],
    ['SET_BUY_AMOUNT', 'insufficient_funds', ['u', 'NO', '1000.01']],
    ['SET_SELL_AMOUNT', 'insufficient_shares', ['u', 'NO', '1']],
    ['SET_BUY_TRIGGER', 'nothing_set', ['u', 'NO', '1']],
    ['SET_SELL_TRIGGER', 'nothing_set', ['u', 'NO', '1']],
    ['QUOTE', 'symbol_malformed', ['u', 'no']],
  ])('is not asked for where %s fails with %s anyway', async (name, code, args) => {
    expect(await run.ask(name, ...args)).toBe(code);
    expect(scene.hits('NO')).toBe(0);
  });

  it.each(['silent', 'broken'] as const)(
    'that does not come, since the server is %s, fails the command and nothing else',
    async (state) => {
      scene.board.state = state;
      const { status, body } = await run.say('BUY', 'u', 'OFF', '10.00');
      expect([status, body.code]).toEqual([422, 'quote_unavailable']);
      const [error] = await scene.logged('errorEvent');
      expect(error).toMatchObject({
        command: 'BUY',
        stockSymbol: 'OFF',
        funds: '10.00',
        transactionNum: '2',
      });
      expect(await scene.logged('quoteServer')).toEqual([]);
      scene.board.state = 'well';
      const again = await run.send('BUY', ['u', 'OFF', '10.00'], { transaction: 2 });
      expect([again.status, again.body.code]).toEqual([422, 'quote_unavailable']);
      expect(await run.ask('BUY', 'u', 'OFF', '10.00')).toBe('ok');
      expect(await standing()).toMatchObject({ balance: '990.00', reserved: '10.00' });
    },
  );

  it('that a command asked for in vain is logged, and serves nobody after its minute', async () => {
    const booking = scene.app.get(TurnBooking);
    scene.board.prices.set('V', '10.00');
    vi.spyOn(booking, 'book').mockRejectedValueOnce(new Problem('service_unavailable', 'Not now'));
    expect(await run.ask('BUY', 'u', 'V', '100.00')).toBe('service_unavailable');
    scene.board.prices.set('V', '50.00');
    scene.clock.advance(60_001);

    expect((await run.say('BUY', 'u', 'V', '100.00')).body).toMatchObject({ price: '50.00', shares: 2 });
    expect(scene.hits('V')).toBe(2);
    const logged = await scene.logged('quoteServer');
    expect(logged.map(({ price }) => price).toSorted()).toEqual(['10.00', '50.00']);
  });

  it('that was asked for on behalf of somebody is logged though a turn of theirs is being written', async () => {
    const booking = scene.app.get(TurnBooking);
    const book = booking.book.bind(booking);
    const { promise: gate, resolve: openGate } = Promise.withResolvers<undefined>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    vi.spyOn(booking, 'book').mockImplementationOnce(async (turn) => {
      begin(undefined);
      await gate;
      return book(turn);
    });
    const adding = run.ask('ADD', 'u', '1.00');
    await begun;
    const workload = await scene.app.get(WorkloadsService).find(run.id);
    const hit = { price: '1.00', symbol: 'GAT', user: 'u', quotedAtMs: 1, cryptoKey: 'gate' };
    const waking = scene.app.get(DesksService).wake(workload, 'u', [{ transaction: 1, hit }]);
    openGate(undefined);
    await Promise.all([adding, waking]);
    expect(await scene.logged('quoteServer')).toEqual([
      expect.objectContaining({ cryptokey: 'gate', transactionNum: '1' }),
    ]);
  });
});
