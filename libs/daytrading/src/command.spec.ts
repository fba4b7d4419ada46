import { describe, expect, it } from 'vitest';
import { commandNames, isCommandName, readCommand, splitLine, type Command } from './command.js';

const read = (line: string, previous = 0): Command => {
  const written = splitLine(line, previous);
  if (!written) throw new Error('The line is empty');
  return readCommand(written.transaction, written.name, written.args);
};

const big = 1_000_000;
const long = 'x'.repeat(big);

describe('a line', () => {
  it.each<[string, string, Partial<Command>]>([
    ['ADD', '[1] ADD,ada,63511.53 ', { user: 'ada', amount: 63_511_53n, amountText: '63511.53' }],
    ['QUOTE', '[1] QUOTE,ada,S ', { user: 'ada', symbol: 'S' }],
    ['BUY', '[1] BUY,ada,ABC,276.83 ', { user: 'ada', symbol: 'ABC', amount: 276_83n, amountText: '276.83' }],
    ['COMMIT_BUY', '[1] COMMIT_BUY,ada ', { user: 'ada' }],
    ['CANCEL_BUY', '[1] CANCEL_BUY,ada ', { user: 'ada' }],
    ['SELL', '[1] SELL,ada,AB,1.5 ', { user: 'ada', symbol: 'AB', amount: 1_50n, amountText: '1.5' }],
    ['COMMIT_SELL', '[1] COMMIT_SELL,ada ', { user: 'ada' }],
    ['CANCEL_SELL', '[1] CANCEL_SELL,ada ', { user: 'ada' }],
    ['SET_BUY_AMOUNT', '[1] SET_BUY_AMOUNT,ada,S,7', { user: 'ada', symbol: 'S', amount: 7_00n }],
    ['SET_BUY_TRIGGER', '[1] SET_BUY_TRIGGER,ada,S,0.01', { user: 'ada', symbol: 'S', amount: 1n }],
    ['CANCEL_SET_BUY', '[1] CANCEL_SET_BUY,ada,S', { user: 'ada', symbol: 'S' }],
    ['SET_SELL_AMOUNT', '[1] SET_SELL_AMOUNT,ada,S,007', { user: 'ada', symbol: 'S', amount: 7_00n }],
    ['SET_SELL_TRIGGER', '[1] SET_SELL_TRIGGER,ada,S,1.00', { user: 'ada', symbol: 'S', amount: 1_00n }],
    ['CANCEL_SET_SELL', '[1] CANCEL_SET_SELL,ada,S', { user: 'ada', symbol: 'S' }],
    ['DISPLAY_SUMMARY', '[1] DISPLAY_SUMMARY,ada', { user: 'ada' }],
    ['DUMPLOG', '[1] DUMPLOG,./testLOG', { user: '', filename: './testLOG' }],
    ['DUMPLOG', '[1] DUMPLOG,ada,./testLOG', { user: 'ada', filename: './testLOG' }],
  ])('%s is read: %s', (name, line, expected) => {
    const blank = { user: '', symbol: '', amount: 0n, filename: '', transaction: 1 };
    const { amountText, ...command } = read(line);

    expect(command).toEqual({ ...blank, name, flaw: null, ...without(expected) });
    expect(amountText).toBe(expected.amountText ?? /[\d.]+$/.exec(line)?.[0] ?? '');
  });

  const without = ({ amountText: _, ...rest }: Partial<Command>): Partial<Command> => rest;

  it('has a command of each name among the good ones', () => {
    expect(commandNames).toHaveLength(16);
    expect(['add', 'constructor', '__proto__', ''].filter(isCommandName)).toEqual([]);
  });

  it.each<[string, string, number, [number, string, ...string[]] | null]>([
    ['with a blank at its end', '[17] QUOTE,ada,S ', 16, [17, 'QUOTE', 'ada', 'S']],
    ['of a Windows file', '[17] QUOTE,ada,S\r', 16, [17, 'QUOTE', 'ada', 'S']],
    ['with a byte order mark', '\ufeff[1] QUOTE,ada,S', 0, [1, 'QUOTE', 'ada', 'S']],
    ['with blanks everywhere', '\t [17]QUOTE , ada ,\tS  ', 16, [17, 'QUOTE', 'ada', 'S']],
    ['without a number', 'QUOTE,ada,S', 16, [17, 'QUOTE', 'ada', 'S']],
    ['that leaves numbers out', '[90] QUOTE,ada,S', 16, [90, 'QUOTE', 'ada', 'S']],
    ['with a number that was there', '[16] QUOTE,ada,S', 16, [17, 'QUOTE', 'ada', 'S']],
    ['with a number that goes backwards', '[3] QUOTE,ada,S', 16, [17, 'QUOTE', 'ada', 'S']],
    ['with the number zero', '[0] QUOTE,ada,S', 0, [1, 'QUOTE', 'ada', 'S']],
    ['with a number beyond 2^53', '[9007199254740993] QUOTE,ada,S', 16, [17, 'QUOTE', 'ada', 'S']],
    ['with a number of 1 MB', `[${'9'.repeat(big)}] QUOTE,ada,S`, 16, [17, 'QUOTE', 'ada', 'S']],
    ['with a number below zero', '[-1] QUOTE,ada,S', 16, [17, '[-1] QUOTE', 'ada', 'S']],
    ['with nothing but a number', '[17] ', 16, [17, '']],
    ['with empty arguments', 'BUY,,,', 16, [17, 'BUY', '', '', '']],
    ['that is empty', '', 16, null],
    ['that is blank', ' \t\r', 16, null],
  ])('%s is split', (_, line, previous, expected) => {
    const written = splitLine(line, previous);
    expect(written && [written.transaction, written.name, ...written.args]).toEqual(expected);
  });

  it('after the greatest number counts on exactly', () => {
    const greatest = splitLine('[999999999999999] QUOTE,ada,S', 0)?.transaction ?? 0;
    expect(greatest).toBe(999_999_999_999_999);
    expect(splitLine('QUOTE,ada,S', greatest)?.transaction).toBe(1_000_000_000_000_000);
  });
});

describe('a flaw', () => {
  it.each<[string, string, string]>([
    ['an unknown command', 'STEAL,ada,1.00', 'unknown_command'],
    ['a name that every object has', 'constructor,ada', 'unknown_command'],
    ['lower case', 'add,ada,1.00', 'unknown_command'],
    ['no command', '[1] ', 'unknown_command'],
    ['no command with a user', '[1] ,ada', 'unknown_command'],
    ['a command of 1 MB', long, 'unknown_command'],
    ['1 MB of commas', ','.repeat(big), 'unknown_command'],
    ['no arguments', 'ADD', 'wrong_argument_count'],
    ['no arguments of a dump', 'DUMPLOG', 'wrong_argument_count'],
    ['too few arguments', 'BUY,ada,S', 'wrong_argument_count'],
    ['too many arguments', 'ADD,ada,1.00,2.00', 'wrong_argument_count'],
    ['a comma at the end', 'COMMIT_BUY,ada,', 'wrong_argument_count'],
    ['a thousands separator', 'ADD,ada,1,000.00', 'wrong_argument_count'],
    ['too many arguments of a dump', 'DUMPLOG,ada,a,b', 'wrong_argument_count'],
    ['1 MB of arguments', `ADD${',a'.repeat(big)}`, 'wrong_argument_count'],
    ['no user', 'ADD,,1.00', 'user_missing'],
    ['a blank user', 'COMMIT_BUY, ', 'user_missing'],
    ['no user of a dump', 'DUMPLOG,,file', 'user_missing'],
    ['a user of 1 MB', `ADD,${long},1.00`, 'user_missing'],
    ['a user with a zero byte', 'ADD,a\0da,1.00', 'user_missing'],
    ['a user with half a character', 'ADD,ada\ud800,1.00', 'user_missing'],
    ['a symbol of four letters', 'QUOTE,ada,ABCD', 'symbol_malformed'],
    ['a symbol in lower case', 'QUOTE,ada,ab', 'symbol_malformed'],
    ['a symbol with a digit', 'QUOTE,ada,A1', 'symbol_malformed'],
    ['a symbol with an accent', 'QUOTE,ada,É', 'symbol_malformed'],
    ['two lines for a symbol', 'QUOTE,ada,A\nB', 'symbol_malformed'],
    ['no symbol', 'QUOTE,ada,', 'symbol_malformed'],
    ['a symbol of 1 MB', `QUOTE,ada,${long}`, 'symbol_malformed'],
    ['the symbol before the amount', 'BUY,ada,abc,0', 'symbol_malformed'],
  ])('is %s', (_, line, code) => {
    expect(read(line)).toMatchObject({ amount: 0n, flaw: { code } });
  });

  it.each([
    ...[
      '0',
      '0.00',
      '-1',
      '+1',
      '1.234',
      '1e3',
      '',
      ' ',
      '.5',
      '5.',
      '1 0',
      '1\n2',
      '0x10',
      '$5',
      'NaN',
      '٣',
    ],
    ...['12345678901234567890', '90071992547409.92', `1${'0'.repeat(big)}`],
  ])('is the amount "%.20s"', (amount) => {
    for (const line of [`ADD,ada,${amount}`, `BUY,ada,S,${amount}`, `SET_SELL_TRIGGER,ada,S,${amount}`])
      expect(read(line)).toMatchObject({ amount: 0n, flaw: { code: 'amount_malformed' } });
  });

  it('keeps what was given for the log, but no more than a hundred characters of each', () => {
    const command = read(`BUY,ada,${long},-${'1'.repeat(big)}`);
    expect([command.user, command.symbol, command.amountText].map(({ length }) => length)).toEqual([
      3, 100, 100,
    ]);
    expect(read(`${long},${long}`)).toMatchObject({ name: 'x'.repeat(100), user: 'x'.repeat(100) });
    expect(read('STEAL,ada,S,1.00')).toMatchObject({
      name: 'STEAL',
      user: 'ada',
      symbol: '',
      amountText: '',
    });
    expect(read('BUY,ada,S')).toMatchObject({ user: 'ada', symbol: 'S', amountText: '' });
  });

  it('keeps nothing that a database or a log could not', () => {
    const { name, user } = read(`\0${'x'.repeat(98)}😀,a\0\udc00`);
    expect([name, user]).toEqual([`\ufffd${'x'.repeat(98)}\ufffd`, 'a\ufffd\ufffd']);
  });

  it('is the greatest amount that a number of the state holds', () => {
    expect(read('ADD,ada,90071992547409.91')).toMatchObject({ amount: 2n ** 53n - 1n, flaw: null });
  });

  it('is not a user of a hundred characters, with any of them', () => {
    const name = 'é'.repeat(96) + '&<>"';
    expect(read(`COMMIT_BUY,${name}`)).toMatchObject({ user: name, flaw: null });
  });
});

it('reads a line of 1 MB in no time, wherever its blanks are', () => {
  const started = performance.now();
  for (const line of [`ADD,a${' '.repeat(big)}x`, `${' '.repeat(big)}ADD`, `ADD,a,${' '.repeat(big)}`])
    expect(read(line).flaw).not.toBeNull();
  expect(performance.now() - started).toBeLessThan(1_000);
});
