import { afterAll, beforeAll, expect, describe, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { DayRun, linesOf, openBatch, textOf, type Line } from '../../test/day-run.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
afterAll(() => app.close());

const add = (transaction: number, user: string): Line => ({
  ...{ transaction, command: 'ADD' },
  args: [user, '1.00'],
});
const countLogged = async (run: DayRun): Promise<number> => (await run.state()).totals.commands;

describe('a line', () => {
  const good = JSON.stringify(add(1, 'u'));
  const malformed = { ok: false, code: 'malformed_json' };

  it.each<[string, string]>([
    ['no JSON', '{"transaction":2,'],
    ['a list', '[]'],
    ['text', '"ADD"'],
    ['a number', '5'],
    ['null', 'null'],
    ['without a command', '{"transaction":2,"args":["u"]}'],
    ['with a command that is a number', '{"command":2,"args":["u"]}'],
    ['with arguments that are numbers', '{"transaction":2,"command":"ADD","args":["u",1]}'],
    ['with arguments that are text', '{"transaction":2,"command":"ADD","args":"u,1"}'],
    ['with arguments that are an object', '{"transaction":2,"command":"ADD","args":{"length":2}}'],
    ['with a number below zero', '{"transaction":-2,"command":"ADD","args":["u","1"]}'],
    ['with half a number', '{"transaction":2.5,"command":"ADD","args":["u","1"]}'],
    ['with a number as text', '{"transaction":"2","command":"ADD","args":["u","1"]}'],
    ['with too large a number', '{"transaction":9007199254740992,"command":"ADD","args":["u","1"]}'],
    ['of a megabyte', `{"command":"ADD","args":["u","${'1'.repeat(1_000_000)}"]}`],
    ['of a megabyte that is nothing', 'x'.repeat(1_000_000)],
  ])('%s fails alone', async (_, bad) => {
    const run = await DayRun.begin(ada);
    const answers = await run.batch(`${good}\n${bad}\n${JSON.stringify(add(2, 'u'))}`);

    expect(answers.toSorted((a, b) => a.line - b.line)).toEqual([
      { line: 1, transaction: 1, ok: true },
      { line: 2, ...malformed, message: expect.stringMatching(/^Each line is an object/) },
      { line: 3, transaction: 2, ok: true },
    ]);
    expect(await countLogged(run)).toBe(2);
  });

  it.each<[string, Line, string]>([
    ['an unknown command', { transaction: 1, command: 'FOO', args: ['u', '1'] }, 'unknown_command'],
    ['one of an object', { transaction: 1, command: 'constructor', args: ['u'] }, 'unknown_command'],
    ['in small letters', { transaction: 1, command: 'add', args: ['u', '1'] }, 'unknown_command'],
    ['too few arguments', { transaction: 1, command: 'ADD', args: ['u'] }, 'wrong_argument_count'],
    ['none', { transaction: 1, command: 'ADD', args: [] }, 'wrong_argument_count'],
    ['many', { transaction: 1, command: 'ADD', args: Array.from('abcdefghij') }, 'wrong_argument_count'],
    ['a symbol of four', { transaction: 1, command: 'QUOTE', args: ['u', 'ABCD'] }, 'symbol_malformed'],
    ['no user', { transaction: 1, command: 'ADD', args: ['', '1'] }, 'user_missing'],
    ['an amount in words', { transaction: 1, command: 'ADD', args: ['u', 'ten'] }, 'amount_malformed'],
  ])('with %s is refused and logged', async (_, line, code) => {
    const run = await DayRun.begin(ada);
    expect(await run.batch([line])).toEqual([
      { line: 1, transaction: 1, ok: false, code, message: expect.any(String) },
    ]);
    const [error] = (await run.log()).filter(({ kind }) => kind === 'errorEvent');
    expect(error).toMatchObject({ transactionNum: '1' });
    expect((await run.state()).totals.failed_by_command).toEqual({ [line.command]: 1 });
  });

  it.each<[string, string, number[]]>([
    ['ends like on Windows', `${good}\r\n${JSON.stringify(add(2, 'u'))}\r\n`, [1, 2]],
    ['is followed by empty ones', `\n\n${good}\n \n\r\n${JSON.stringify(add(2, 'u'))}`, [3, 6]],
    ['has no end', good, [1]],
    ['stands between spaces', `  ${good}\t`, [1]],
  ])('that %s counts as it stands', async (_, text, lines) => {
    const run = await DayRun.begin(ada);
    const answers = await run.batch(text);
    expect(answers.map(({ line, ok }) => [line, ok])).toEqual(lines.map((line) => [line, true]));
  });

  it('cut at any byte between two pieces is whole', async () => {
    const run = await DayRun.begin(ada);
    const bytes = Buffer.from(textOf([add(1, '\u{1f4b0}ä'), add(2, '\u{1f4b0}ä')]));
    const { sent, answered } = openBatch(app, ada.accessToken, run);
    for (const byte of bytes) {
      sent.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    sent.end();
    const [response] = await answered;
    expect(linesOf((await response.toArray()).join(''))).toHaveLength(2);
    expect((await run.traders()).items).toEqual([{ user: '\u{1f4b0}ä', transaction: 2, commands: 2 }]);
  });

  it('of bytes that are no text fails, or names whom it can', async () => {
    const run = await DayRun.begin(ada);
    const { sent, answered } = openBatch(app, ada.accessToken, run);
    sent.write(Buffer.from([0xff, 0xfe, 0x0a]));
    sent.write(Buffer.concat([Buffer.from('{"command":"ADD","args":["u'), Buffer.from([0xc3, 0x28])]));
    sent.end('","1"]}\n');
    const [response] = await answered;
    const answers = linesOf((await response.toArray()).join(''));
    expect(answers.map(({ line, ok }) => [line, ok])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect((await run.traders()).items[0].user).toBe('u\ufffd(');
  });
});
