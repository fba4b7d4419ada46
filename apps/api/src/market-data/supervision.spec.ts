import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Tick } from '@tradeyard/market';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestProviderPatience } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { eventually } from '../../test/eventually.js';
import { ProviderError, type MarketProvider, type ProviderSession } from './market-provider.provider.js';
import { Supervision } from './supervision.provider.js';
import { TicksService } from './ticks.service.js';

const apple = { symbol: 'AAPL', providerSymbol: 'AAPL', class: 'stock', currency: 'USD' } as const;
const tesla = { symbol: 'TSLA', providerSymbol: 'TSLA', class: 'stock', currency: 'USD' } as const;

class Patience extends TestProviderPatience {
  override readonly goodSessionMs: number = 100;
  override readonly retryMsMax: number = 20;
  override readonly failuresMax: number = 4;
}

const clock = new TestClock();
let ticks: TicksService;
let heard: Tick[];
let sessions: ProviderSession[];
let supervision: Supervision;
/** For the first session alone: whoever talks must not be cut off for being slow on a busy machine. */
let firstSilenceMs: number;

beforeEach(() => {
  Logger.overrideLogger(false);
  ticks = new TicksService(clock);
  heard = [];
  sessions = [];
  firstSilenceMs = 10_000;
  for (const { symbol } of [apple, tesla]) ticks.begin({ symbol, class: 'stock', tickSize: '0.01' });
  ticks.subscribe((tick) => heard.push(tick));
});
afterEach(async () => {
  await supervision.stop();
});

/** A provider whose sessions do what they are told, the last of it again and again. */
function supervise(...acts: ((session: ProviderSession) => Promise<void>)[]): Supervision {
  const provider: MarketProvider = {
    name: 'binance',
    get silenceMsMax() {
      return sessions.length === 0 ? firstSilenceMs : 10_000;
    },
    run: (session) => {
      sessions.push(session);
      const act = acts[Math.min(sessions.length, acts.length) - 1];
      return act ? act(session) : Promise.resolve();
    },
  };
  supervision = new Supervision(provider, new Patience(), clock, ticks);
  return supervision;
}

const say = (session: ProviderSession, price = '10') =>
  session.emit({ symbol: 'AAPL', price, atMs: clock.now().getTime(), source: 'binance', isCounted: true });

const forever = () => new Promise<void>(() => undefined);
/** Talks on until it is ended. */
async function talk(session: ProviderSession): Promise<void> {
  while (!session.signal.aborted) {
    say(session);
    await sleep(10);
  }
}
const fail = () => Promise.reject(new ProviderError('closed the connection'));

describe('a session', () => {
  it('is held while prices come', async () => {
    supervise(talk).follow([apple]);

    await eventually(() => expect(heard.length).toBeGreaterThan(20));
    expect(supervision.health()).toMatchObject({
      state: 'live',
      instruments: 1,
      reconnects: 0,
      lastError: null,
    });
    expect(sessions).toHaveLength(1);
  });

  it.each<[string, (session: ProviderSession) => Promise<void>, string]>([
    ['that fails', fail, 'closed the connection'],
    ['that ends', () => Promise.resolve(), 'ended the connection'],
    ['that is silent', forever, 'showed no sign of life for 0 seconds'],
    [
      'that fell silent',
      (session) => {
        say(session);
        return forever();
      },
      'showed no sign of life for 0 seconds',
    ],
    [
      'with a mistake of ours',
      () => Promise.reject(new TypeError('token=secret')),
      'failed in a way that nobody foresaw',
    ],
    [
      'that throws at once',
      () => {
        throw new TypeError('token=secret');
      },
      'failed in a way that nobody foresaw',
    ],
  ])('%s is begun again', async (_, act, lastError) => {
    if (lastError.startsWith('showed')) firstSilenceMs = 50;
    supervise(act, talk).follow([apple]);

    await eventually(() => expect([supervision.health().state, sessions.length]).toEqual(['live', 2]));
    expect(supervision.health()).toMatchObject({ reconnects: 1, lastError });
    await eventually(() => expect(heard.length).toBeGreaterThan(5));
  });

  it('says nothing any more once it was cut off, whatever it does', async () => {
    firstSilenceMs = 50;
    supervise(forever, talk).follow([apple]);
    await eventually(() => expect(sessions).toHaveLength(2));
    const before = ticks.countsOf('binance').accepted;
    await supervision.stop();

    for (const session of sessions) say(session, '10.01');
    expect(ticks.countsOf('binance').accepted - before).toBeLessThan(50);
    expect(heard.every(({ price }) => price.digits === 10_00n)).toBe(true);
  });

  it('is begun anew at once for other instruments, and ends with the last', async () => {
    supervise(talk).follow([apple]);
    await eventually(() => expect(sessions).toHaveLength(1));
    supervision.follow([apple, tesla]);
    await eventually(() => expect(sessions).toHaveLength(2));

    expect(sessions.map(({ instruments, signal }) => [instruments.length, signal.aborted])).toEqual([
      [1, true],
      [2, false],
    ]);
    supervision.follow([]);
    await eventually(() => expect(supervision.health().state).toBe('off'));
    expect(sessions[1]?.signal.aborted).toBe(true);
    expect(supervision.health()).toMatchObject({ reconnects: 0, lastError: null });
    supervision.follow([tesla]);
    await eventually(() => expect(sessions).toHaveLength(3));
  });
});

describe('a provider that fails again and again', () => {
  it('is left alone for a while, and then works again', async () => {
    const states: string[] = [];
    const failSeen = () => {
      setImmediate(() => states.push(supervision.health().state));
      return fail();
    };
    supervise(failSeen, failSeen, failSeen, failSeen, talk).follow([apple]);

    await eventually(() => expect(supervision.health().state).toBe('live'));
    expect(states).toEqual(['waiting', 'waiting', 'waiting', 'resting']);
    expect(sessions).toHaveLength(5);
  });

  it('is not thought bad for connections that lasted', async () => {
    const lasts = async (session: ProviderSession): Promise<void> => {
      say(session);
      await sleep(110);
      return fail();
    };
    supervise(lasts).follow([apple]);

    await eventually(() => expect(sessions.length).toBeGreaterThan(5));
    expect(supervision.health().state).not.toBe('resting');
  });

  it('is left alone for as long as it asks', async () => {
    supervise(() => Promise.reject(new ProviderError('answered with status 429', 250)), talk).follow([apple]);
    const beganMs = performance.now();
    await eventually(() => expect(supervision.health().state).toBe('waiting'));
    await eventually(() => expect(sessions).toHaveLength(2));

    expect(performance.now() - beganMs).toBeGreaterThan(240);
  });

  it('is asked at once when its instruments change', async () => {
    supervise(() => Promise.reject(new ProviderError('answered with status 429', 60_000)), talk).follow([
      apple,
    ]);
    await eventually(() => expect(supervision.health().state).toBe('waiting'));
    supervision.follow([tesla]);

    await eventually(() => expect(supervision.health().state).toBe('live'));
  });
});
