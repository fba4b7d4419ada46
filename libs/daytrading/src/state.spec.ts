import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Day } from '../test/day.js';
import { comparedState, count, emptyTally, totalState, userState, type UserState } from './state.js';
import { nobody } from './trader.js';

/** $100.00 and ten shares of A, which is at $10.00. */
const rich = ['ADD,ada,200.00', 'BUY,ada,A,100.00', 'COMMIT_BUY,ada'];

function stateOf(day: Day): UserState {
  const tally = emptyTally();
  for (const happening of day.happenings) count(tally, happening);
  return userState(day.trader, tally);
}

const busy = (): Day => {
  const day = new Day(...rich, 'BUY,ada,A,10.00', 'BUY,ada,B,6.00', 'SELL,ada,A,20.00');
  day.say('SET_BUY_AMOUNT,ada,B,5.00', 'SET_BUY_AMOUNT,ada,A,30.00', 'SET_BUY_TRIGGER,ada,A,9.00');
  day.say('SET_SELL_AMOUNT,ada,A,60.00', 'SET_SELL_TRIGGER,ada,A,12.00', 'DUMPLOG,ada,file');
  for (const line of ['COMMIT_SELL,ada,1', 'BUY,ada,A,999.00', 'BUY,ada,A,1.00', 'STEAL,ada']) day.ask(line);
  return day;
};

const nothing = {
  account_transactions: { add: 0, count: 0, remove: 0 },
  ...{ balance: 0, failed: {}, fired: { buy: 0, sell: 0 }, holdings: {}, ok: {} },
  ...{ pending_buys: 0, pending_sells: 0, reserved: 0, reserved_shares: {}, set_buys: {}, set_sells: {} },
};

describe('a user', () => {
  it('who did nothing has nothing', () => {
    expect(JSON.stringify(stateOf(new Day()))).toBe(JSON.stringify(nothing));
  });

  it('is told in the form of the published results', () => {
    const ok = { ADD: 1, BUY: 3, COMMIT_BUY: 1, DUMPLOG: 1, SELL: 1, SET_BUY_AMOUNT: 2, SET_BUY_TRIGGER: 1 };
    // As text: the order of what is in it counts.
    expect(JSON.stringify(stateOf(busy()))).toBe(
      JSON.stringify({
        account_transactions: { add: 200_00, count: 6, remove: 151_00 },
        balance: 49_00,
        failed: { BUY: 2, COMMIT_SELL: 1, STEAL: 1 },
        fired: { buy: 0, sell: 0 },
        holdings: { A: 3 },
        ok: { ...ok, SET_SELL_AMOUNT: 1, SET_SELL_TRIGGER: 1 },
        pending_buys: 2,
        pending_sells: 1,
        reserved: 51_00,
        reserved_shares: { A: 7 },
        set_buys: { A: { amount: 30_00, trigger: 9_00 }, B: { amount: 5_00, trigger: null } },
        set_sells: { A: { amount: 60_00, reserved: 5, trigger: 12_00 } },
      }),
    );
  });

  it('has a sale that is not armed without a trigger', () => {
    expect(stateOf(new Day(...rich, 'SET_SELL_AMOUNT,ada,A,60.00'))).toMatchObject({
      reserved_shares: {},
      set_sells: { A: { amount: 60_00, reserved: 0, trigger: null } },
    });
  });

  it('has what fired and what expired counted, and neither as a command', () => {
    const day = busy().after(60_001);
    day.expire();
    day.meet('A', 8_00n);
    day.meet('A', 12_00n);
    const { ok, failed } = stateOf(busy());
    expect(stateOf(day)).toMatchObject({
      ...{ ok, failed, fired: { buy: 1, sell: 1 }, pending_buys: 0, pending_sells: 0 },
      // Back come 10.00 and 6.00, 6.00 of 30.00 that bought three at 8.00, and five shares at 12.00.
      account_transactions: { add: 282_00, count: 10, remove: 151_00 },
      balance: 131_00,
      holdings: { A: 8 },
    });
  });

  it('may have written what every object has', () => {
    const day = new Day();
    for (const name of ['constructor', 'toString', '__proto__', '__proto__']) day.ask(`${name},ada`);
    expect(JSON.stringify(stateOf(day).failed)).toBe('{"__proto__":2,"constructor":1,"toString":1}');
    expect(totalState({ ada: stateOf(day) }, new Set())).toMatchObject({ commands: 4, failed: 4, users: 0 });
  });
});

it('all users are summed up, those too who are only asked for', () => {
  const users = { ada: stateOf(busy()), bob: stateOf(new Day(...rich)), '': stateOf(new Day('QUOTE,x,A')) };
  expect(JSON.stringify(totalState(users, new Set(['ada', 'bob'])))).toBe(
    JSON.stringify({
      account_transactions: 8,
      balance: 149_00,
      commands: 20,
      failed: 4,
      failed_by_command: { BUY: 2, COMMIT_SELL: 1, STEAL: 1 },
      fired_buy: 0,
      fired_sell: 0,
      ok: 16,
      ok_by_command: {
        ...{ ADD: 2, BUY: 4, COMMIT_BUY: 2, DUMPLOG: 1, QUOTE: 1, SELL: 1, SET_BUY_AMOUNT: 2 },
        ...{ SET_BUY_TRIGGER: 1, SET_SELL_AMOUNT: 1, SET_SELL_TRIGGER: 1 },
      },
      reserved: 51_00,
      reserved_shares: 7,
      shares: 13,
      users: 2,
    }),
  );
});

describe('what two systems compare', () => {
  it('is what json.dumps(users, sort_keys=True, separators=(",", ":")) of Python writes', () => {
    const empty = stateOf(new Day());
    const ada = { ...empty, balance: 1, reserved: 2, holdings: { A: 4, B: 3 }, reserved_shares: { ZUL: 1 } };
    const names = ['9', '😀', '10', '\uffee', 'é"\\\u007f\n\u0001', '__proto__'];
    const users = Object.fromEntries([...names.map((name) => [name, empty] as const), ['ada', ada]]);
    const text = comparedState(users, new Set(Object.keys(users)));

    const none = '{"balance":0,"holdings":{},"reserved":0,"reserved_shares":{}}';
    const state = '{"balance":1,"holdings":{"A":4,"B":3},"reserved":2,"reserved_shares":{"ZUL":1}}';
    expect(text).toBe(
      `{"10":${none},"9":${none},"__proto__":${none},"ada":${state},` +
        String.raw`"\u00e9\"\\\u007f\n\u0001":${none},"\uffee":${none},"\ud83d\ude00":${none}}`,
    );
    // Python's own digest of these users.
    expect(createHash('sha256').update(text).digest('hex')).toBe(
      '737e7e6b96548a55326d61e33c399b4d8eb2cd687068c215193b129f75dff732',
    );
  });

  it('leaves out who never had money', () => {
    const users = { '': stateOf(new Day()), ada: stateOf(new Day('ADD,ada,0.01')) };
    expect(comparedState(users, new Set(['ada']))).toBe(
      '{"ada":{"balance":1,"holdings":{},"reserved":0,"reserved_shares":{}}}',
    );
    expect(comparedState(users, new Set())).toBe('{}');
  });
});

it('is refused where its numbers would lose digits, and told where they do not', () => {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  expect(userState({ ...nobody, balance: most }, emptyTally()).balance).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => userState({ ...nobody, balance: most + 1n }, emptyTally())).toThrow(RangeError);
  const users = { a: userState({ ...nobody, balance: most }, emptyTally()) };
  expect(() => totalState({ ...users, b: users.a }, new Set(['a', 'b']))).toThrow(RangeError);
});
