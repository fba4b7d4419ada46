import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { DayRun, told } from '../../test/day-run.js';
import { auditLedger } from '../../test/ledger.js';
import { createDocument } from '../platform/document.js';

// At fixed prices: S is at 359.40, ABC at 230.12, A at 154.35.

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
afterAll(() => app.close());

type Row = [line: string, status: number, answer: object];
const refusal = (code: string, status = 422): [number, object] => [
  status,
  { code, status, type: `urn:tradeyard:problem:${code}` },
];
const bought = { symbol: 'ABC', shares: 2, cash: '460.24' };

const day: readonly Row[] = [
  ['QUOTE u ABC', 200, { symbol: 'ABC', price: '230.12' }],
  ['QUOTE u abc', ...refusal('symbol_malformed')],
  ['DISPLAY_SUMMARY u', 200, { summary: { balance: '0.00', holdings: [] } }],
  ['BUY u ABC 500', ...refusal('trader_unknown')],
  ['ADD u -1', ...refusal('amount_malformed')],
  ['ADD u 0.00', ...refusal('amount_malformed')],
  ['ADD u 1000.00', 200, {}],
  ['ADD u 9999999999999.00', ...refusal('balance_too_large')],
  ['BUY u ABC 1000.01', ...refusal('insufficient_funds')],
  ['BUY u ABC 230.11', ...refusal('order_too_small')],
  ['BUY u ABC 500', 200, { ...bought, price: '230.12' }],
  ['CANCEL_BUY u', 200, bought],
  ['CANCEL_BUY u', ...refusal('nothing_pending')],
  ['COMMIT_BUY u', ...refusal('nothing_pending')],
  ['BUY u ABC 500', 200, { ...bought, price: '230.12' }],
  ['COMMIT_BUY u', 200, bought],
  ['SELL u ABC 460.25', ...refusal('insufficient_shares')],
  ['SELL u S 1', ...refusal('insufficient_shares')],
  ['SELL u ABC 230.11', ...refusal('order_too_small')],
  ['SELL u ABC 300', 200, { symbol: 'ABC', shares: 1, cash: '230.12', price: '230.12' }],
  ['CANCEL_SELL u', 200, { symbol: 'ABC', shares: 1, cash: '230.12' }],
  ['CANCEL_SELL u', ...refusal('nothing_pending')],
  ['SELL u ABC 300', 200, { shares: 1 }],
  ['COMMIT_SELL u', 200, { symbol: 'ABC', shares: 1, cash: '230.12' }],
  ['COMMIT_SELL u', ...refusal('nothing_pending')],
  ['SET_BUY_TRIGGER u ABC 1', ...refusal('nothing_set')],
  ['CANCEL_SET_BUY u ABC', ...refusal('nothing_set')],
  ['SET_BUY_AMOUNT u ABC 800', ...refusal('insufficient_funds')],
  ['SET_BUY_AMOUNT u ABC 300', 200, {}],
  ['SET_BUY_TRIGGER u ABC 230.11', 200, {}],
  ['CANCEL_SET_BUY u ABC', 200, {}],
  ['SET_BUY_AMOUNT u ABC 300', 200, {}],
  ['SET_BUY_TRIGGER u ABC 230.12', 200, { ...{ fired: true, shares: 1, cash: '230.12' }, price: '230.12' }],
  ['SET_SELL_TRIGGER u ABC 1', ...refusal('nothing_set')],
  ['CANCEL_SET_SELL u ABC', ...refusal('nothing_set')],
  ['SET_SELL_AMOUNT u ABC 460.25', ...refusal('insufficient_shares')],
  ['SET_SELL_AMOUNT u ABC 460.24', 200, {}],
  ['SET_SELL_TRIGGER u ABC 460.25', ...refusal('order_too_small')],
  ['SET_SELL_TRIGGER u ABC 0.01', ...refusal('insufficient_shares')],
  ['SET_SELL_TRIGGER u ABC 230.13', 200, {}],
  ['CANCEL_SET_SELL u ABC', 200, {}],
  ['SET_SELL_AMOUNT u ABC 460.24', 200, {}],
  ['SET_SELL_TRIGGER u ABC 230.12', 200, { fired: true, shares: 2, cash: '460.24' }],
  ['BUY u A 400', 200, { shares: 2, cash: '308.70' }],
  ['SET_BUY_AMOUNT u S 100', 200, {}],
  ['SET_BUY_TRIGGER u S 12.3', 200, {}],
];

describe('a day of one user', () => {
  let run: DayRun;
  beforeAll(async () => {
    run = await DayRun.begin(ada);
  });

  it('is answered command by command', async () => {
    for (const [index, [line, status, expected]] of day.entries()) {
      const [name = '', ...args] = line.split(' ');
      const answer = await run.say(name, ...args);
      expect({ line, status: answer.status, body: answer.body }).toMatchObject({
        ...{ line, status },
        body: { ...(status === 200 && { transaction: index + 1 }), ...expected },
      });
      const type = status === 200 ? 'application/json' : 'application/problem+json';
      expect(answer.headers.get('content-type')).toContain(type);
      if (status === 200) continue;
      const [error] = (await run.log()).filter(
        ({ kind, transactionNum }) => kind === 'errorEvent' && transactionNum === String(index + 1),
      );
      expect(error).toMatchObject({ command: name, username: 'u', errorMessage: answer.body.detail });
    }
    expect(await auditLedger(app.query.bind(app))).toEqual([]);
  });

  it('ends in a summary', async () => {
    const { pending, triggers, transactions, ...rest } = await run.summary('u');
    const at = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(rest).toEqual({ balance: '591.30', reserved: '408.70', holdings: [] });
    expect(pending).toEqual([
      { side: 'buy', symbol: 'A', shares: 2, cash: '308.70', at, transaction: day.length - 2 },
    ]);
    expect(triggers).toEqual([
      { side: 'buy', symbol: 'S', amount: '100.00', trigger: '12.30', reservedShares: 0 },
    ]);
    expect(transactions.slice(0, 3)).toEqual([
      {
        transaction: day.length - 1,
        at,
        command: 'SET_BUY_AMOUNT',
        symbol: 'S',
        action: 'remove',
        funds: '100.00',
      },
      { transaction: day.length - 2, at, command: 'BUY', symbol: 'A', action: 'remove', funds: '308.70' },
      {
        transaction: day.length - 3,
        at,
        command: 'SET_SELL_TRIGGER',
        symbol: 'ABC',
        action: 'add',
        funds: '460.24',
      },
    ]);
  });

  it('is counted in the state', async () => {
    const refused = day.filter(([, status]) => status === 422).length;
    const { readings, totals, users, workload } = await run.state();

    expect(readings).toEqual({ buy_check: 'amount', pending: 'stack', sell_check: 'value' });
    expect(workload).toBe('Test');
    expect(totals).toMatchObject({
      ...{ balance: 591_30, reserved: 408_70, shares: 0, reserved_shares: 0, users: 1 },
      ...{ commands: day.length + 1, failed: refused, ok: day.length + 1 - refused },
      ...{ fired_buy: 1, fired_sell: 1 },
    });
    expect(users.u).toMatchObject({
      ...{ balance: 591_30, reserved: 408_70, holdings: {}, pending_buys: 1, pending_sells: 0 },
      ...{ set_buys: { S: { amount: 100_00, trigger: 12_30 } }, set_sells: {} },
      fired: { buy: 1, sell: 1 },
    });
    const { add, remove, count } = users.u.account_transactions;
    expect(add - remove).toBe(591_30);
    expect((await run.log()).filter(({ kind }) => kind === 'accountTransaction')).toHaveLength(count);
  });

  it('is told by DUMPLOG, whole or of the user, which it is part of itself', async () => {
    await run.all(['ADD', 'other', '1.00']);
    const whole = await run.say('DUMPLOG', './whole');
    const own = await run.say('DUMPLOG', 'u', './own');
    const other = await run.say('DUMPLOG', 'other', './other');

    expect(whole.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(whole.body).toContain('<command>DUMPLOG</command><filename>./whole</filename>');
    expect(whole.body).toContain('<username>other</username>');
    expect(own.body).toContain('<filename>./own</filename>');
    expect(own.body).not.toContain('other');
    expect(await run.log('other')).toHaveLength(3);
    expect(other.body.match(/<userCommand>/g)).toHaveLength(2);
    const names = (await run.log('u')).map(({ command }) => command);
    expect(new Set(names.filter(Boolean)).size).toBe(16);
    expect((await run.log('other')).map(told)).toEqual([
      ...['userCommand 1 ADD 1.00', 'accountTransaction 1 add 1.00', 'userCommand 2 DUMPLOG'],
    ]);
    expect(await run.log('nobody')).toEqual([]);
  });
});

describe('the routes', () => {
  const documented = () =>
    Object.entries(createDocument(app.nest).paths).filter(([path]) => path.startsWith('/daytrading'));
  const commands = () =>
    documented()
      .map(([path]) => path.slice('/daytrading/'.length))
      .filter((path) => !/^(workloads|commands)/.test(path));

  it('are in the document, each command with its body, answers and refusals', () => {
    expect(commands()).toHaveLength(16);
    for (const [path, { post }] of documented()) {
      if (!post || path.startsWith('/daytrading/workloads')) continue;
      expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['200', '404']));
      expect(post.requestBody).toBeDefined();
      expect(post.parameters).toContainEqual(expect.objectContaining({ name: 'workload', in: 'query' }));
      expect(post.security).toEqual([{ bearer: [] }]);
    }
  });

  it('are closed without a session, and a workload of somebody else is not there on any of them', async () => {
    const bob = await app.register();
    const { id } = await DayRun.begin(ada);
    const before = await app.query('select count(*) from daytrading_log');
    const everybody: [string, string, unknown?, Record<string, string>?][] = [
      ...commands().map((name): [string, string, unknown] => [
        'POST',
        `/daytrading/${name}?workload=${id}`,
        bodyOf(name),
      ]),
      ['POST', `/daytrading/commands?workload=${id}`, '{}', { 'content-type': 'application/x-ndjson' }],
      ...documented().flatMap(([path, { get }]): [string, string][] =>
        get && path.includes('{id}') ? [['GET', path.replace('{id}', id)]] : [],
      ),
    ];
    expect(everybody.length).toBeGreaterThanOrEqual(16 + 1 + 4);
    for (const [method, path, body, headers] of everybody) {
      expect([path, (await app.anonymous.send(method, path, body, headers)).status]).toEqual([path, 401]);
      const { status, body: problem } = await bob.send(method, path, body, headers);
      expect([path, status, problem.code]).toEqual([path, 404, 'workload_not_found']);
      expect((await ada.send(method, path, body, headers)).body.code).not.toBe('workload_not_found');
    }
    const mine = await app.query('select count(*) from daytrading_log where workload_id <> $1', [id]);
    expect(mine).toEqual(before);
  });
});

function bodyOf(name: string): object {
  if (name === 'add') return { user: 'u', amount: '1.00' };
  if (name === 'dumplog') return { filename: 'x' };
  if (/^(commit|cancel)-(buy|sell)$|summary/.test(name)) return { user: 'u' };
  if (/^(quote|cancel-set.*)$/.test(name)) return { user: 'u', symbol: 'ABC' };
  return { user: 'u', symbol: 'ABC', [name.endsWith('trigger') ? 'price' : 'amount']: '1.00' };
}
