import { describe, expect, it } from 'vitest';
import { Day, hitOf } from '../test/day.js';
import { commandNames } from './command.js';
import type { Happening } from './happening.js';
import { entriesOf, logBegin, logEnd, xmlOf, type Entry } from './log.js';

const source = { user: 'ada', server: 'tradeyard' };
const entries = (happenings: readonly Happening[]): readonly Entry[] =>
  happenings.flatMap((happening) => entriesOf(happening, source));

/** An entry without when and where: `userCommand command=ADD username=ada funds=1.00`. */
const told = ({ kind, fields }: Entry): string =>
  [kind, ...fields.slice(3).map(([name, text]) => `${name}=${text}`)].join(' ');

/** $100.00 and ten shares of A, which is at $10.00. */
const rich = ['ADD,ada,200.00', 'BUY,ada,A,100.00', 'COMMIT_BUY,ada'];
const buys = [...rich, 'SET_BUY_AMOUNT,ada,A,60.00'];
const sells = [...rich, 'SET_SELL_AMOUNT,ada,A,60.00'];

const asked = (command: string, more = ''): string =>
  `userCommand command=${command} username=ada${more && ` ${more}`}`;
const moved = (action: 'add' | 'remove', funds: string): string =>
  `accountTransaction action=${action} username=ada funds=${funds}`;
const fired = (command: string, funds: string): string =>
  `systemEvent command=${command} username=ada stockSymbol=A funds=${funds}`;

it.each<[string, readonly string[], readonly string[]]>([
  ['ADD,ada,5', [], [asked('ADD', 'funds=5'), moved('add', '5.00')]],
  ['QUOTE,ada,A', rich, [asked('QUOTE', 'stockSymbol=A')]],
  ['BUY,ada,A,39.99', rich, [asked('BUY', 'stockSymbol=A funds=39.99'), moved('remove', '30.00')]],
  ['COMMIT_BUY,ada', [...rich, 'BUY,ada,A,30.00'], [asked('COMMIT_BUY')]],
  ['CANCEL_BUY,ada', [...rich, 'BUY,ada,A,30.00'], [asked('CANCEL_BUY'), moved('add', '30.00')]],
  ['SELL,ada,A,39.99', rich, [asked('SELL', 'stockSymbol=A funds=39.99')]],
  ['COMMIT_SELL,ada', [...rich, 'SELL,ada,A,30.00'], [asked('COMMIT_SELL'), moved('add', '30.00')]],
  ['CANCEL_SELL,ada', [...rich, 'SELL,ada,A,30.00'], [asked('CANCEL_SELL')]],
  [
    'SET_BUY_AMOUNT,ada,A,60.00',
    rich,
    [asked('SET_BUY_AMOUNT', 'stockSymbol=A funds=60.00'), moved('remove', '60.00')],
  ],
  [
    'SET_BUY_AMOUNT,ada,A,20.00',
    buys,
    [asked('SET_BUY_AMOUNT', 'stockSymbol=A funds=20.00'), moved('add', '60.00'), moved('remove', '20.00')],
  ],
  ['SET_BUY_TRIGGER,ada,A,9.00', buys, [asked('SET_BUY_TRIGGER', 'stockSymbol=A funds=9.00')]],
  [
    'SET_BUY_TRIGGER,ada,A,12.00',
    [...rich, 'SET_BUY_AMOUNT,ada,A,69.99'],
    [
      asked('SET_BUY_TRIGGER', 'stockSymbol=A funds=12.00'),
      fired('SET_BUY_TRIGGER', '60.00'),
      moved('add', '9.99'),
    ],
  ],
  [
    'SET_BUY_TRIGGER,ada,A,10.00',
    buys,
    [asked('SET_BUY_TRIGGER', 'stockSymbol=A funds=10.00'), fired('SET_BUY_TRIGGER', '60.00')],
  ],
  ['CANCEL_SET_BUY,ada,A', buys, [asked('CANCEL_SET_BUY', 'stockSymbol=A'), moved('add', '60.00')]],
  ['SET_SELL_AMOUNT,ada,A,1.00', sells, [asked('SET_SELL_AMOUNT', 'stockSymbol=A funds=1.00')]],
  ['SET_SELL_TRIGGER,ada,A,11.00', sells, [asked('SET_SELL_TRIGGER', 'stockSymbol=A funds=11.00')]],
  [
    'SET_SELL_TRIGGER,ada,A,10.00',
    sells,
    [
      asked('SET_SELL_TRIGGER', 'stockSymbol=A funds=10.00'),
      fired('SET_SELL_TRIGGER', '60.00'),
      moved('add', '60.00'),
    ],
  ],
  ['CANCEL_SET_SELL,ada,A', sells, [asked('CANCEL_SET_SELL', 'stockSymbol=A')]],
  ['DISPLAY_SUMMARY,ada', rich, [asked('DISPLAY_SUMMARY')]],
  ['DUMPLOG,ada,./log', rich, [asked('DUMPLOG', 'filename=./log')]],
])('%s is logged after %j', (line, before, expected) => {
  const day = new Day(...before);
  day.say(line);
  const logged = entries(day.happenings.slice(before.length));

  expect(logged.map(told)).toEqual(expected);
  for (const entry of logged) requireValid(entry);
});

it('what quotes and time bring about is no command, and has the number of the one that made it', () => {
  const day = new Day(...buys, 'SET_BUY_TRIGGER,ada,A,9.00', 'BUY,ada,B,9.50', 'SELL,ada,A,15.00');
  day.after(60_001);
  const hits = [hitOf('A', '8.00')];
  const quoted: Happening = {
    kind: 'quoted',
    transaction: 5,
    atMs: 60_001,
    command: 'QUOTE',
    symbol: 'A',
    hits,
  };
  const logged = entries([quoted, ...day.meet('A', 8_00n), ...day.expire()]);

  const [trigger, buy, sell] = ['5', '6', '7'];
  expect(logged.map((entry) => [entry.fields[2]?.[1], told(entry)])).toEqual([
    [trigger, 'quoteServer price=8.00 stockSymbol=A username=ada quoteServerTime=1000 cryptokey=key-A'],
    [trigger, fired('SET_BUY_TRIGGER', '56.00')],
    [trigger, moved('add', '4.00')],
    [buy, 'systemEvent command=BUY username=ada stockSymbol=B funds=9.00'],
    [buy, moved('add', '9.00')],
    [sell, 'systemEvent command=SELL username=ada stockSymbol=A funds=10.00'],
  ]);
  for (const entry of logged) requireValid(entry);
});

it('a quote is logged as it came, after the command that asked for it and before what it led to', () => {
  const day = new Day(...rich);
  day.prices.set('A', { price: 10_00n, hit: { ...hitOf('A', '10.0'), user: 'bob' } });
  day.say('BUY,ada,A,10.00');
  expect(entries(day.happenings.slice(3)).map(told)).toEqual([
    asked('BUY', 'stockSymbol=A funds=10.00'),
    'quoteServer price=10.0 stockSymbol=A username=bob quoteServerTime=1000 cryptokey=key-A',
    moved('remove', '10.00'),
  ]);
});

it('a command is logged when it was received, what it led to when that happened', () => {
  const happening: Happening = {
    ...{ kind: 'command', transaction: 7, atMs: 2_000, receivedAtMs: 1_000, command: 'ADD', moved: ['1.00'] },
  };
  expect(entries([happening]).map(({ fields }) => fields.slice(0, 3).map(([, text]) => text))).toEqual([
    ['1000', 'tradeyard', '7'],
    ['2000', 'tradeyard', '7'],
  ]);
});

describe('a command that failed', () => {
  const failed = (line: string): readonly Entry[] => {
    const day = new Day(...rich);
    expect(day.ask(line)).not.toBe('ok');
    return entries(day.happenings.slice(3));
  };

  it.each<[string, string]>([
    ['ADD,ada,-5.00', 'command=ADD username=ada funds=-5.00'],
    ['ADD,ada,0', 'command=ADD username=ada funds=0'],
    ['ADD,ada,.5', 'command=ADD username=ada funds=.5'],
    ['ADD,ada,1e3', 'command=ADD username=ada'],
    ['ADD,ada,', 'command=ADD username=ada'],
    ['ADD,ada,NaN', 'command=ADD username=ada'],
    ['ADD,ada,1.', 'command=ADD username=ada funds=1.'],
    ['ADD,ada,.', 'command=ADD username=ada'],
    ['ADD,,5.00', 'command=ADD funds=5.00'],
    ['BUY,ada,abc,5.00', 'command=BUY username=ada stockSymbol=abc funds=5.00'],
    ['BUY,ada,ABCD,5.00', 'command=BUY username=ada funds=5.00'],
    ['BUY,ada,5.00', 'command=BUY username=ada'],
    ['COMMIT_SELL,ada', 'command=COMMIT_SELL username=ada'],
    ['COMMIT_SELL', 'command=COMMIT_SELL'],
    ['SELL,ada,B,1.00', 'command=SELL username=ada stockSymbol=B funds=1.00'],
  ])('%s is logged with what the schema takes, and as an error', (line, expected) => {
    const named = expected.includes('username') ? source : { ...source, user: '' };
    const day = new Day(...rich);
    day.ask(line);
    const logged = day.happenings.slice(3).flatMap((happening) => entriesOf(happening, named));

    expect(logged.map(({ kind }) => kind)).toEqual(['userCommand', 'errorEvent']);
    const [command, error] = logged.map(told);
    expect(command).toBe(`userCommand ${expected}`);
    expect(error).toMatch(`errorEvent ${expected} errorMessage=`);
    for (const entry of logged) requireValid(entry);
  });

  it('and is unknown has an error alone, which names it', () => {
    const logged = failed('ST<AL,ada,ABCD');
    expect(logged.map(told)).toEqual([
      'errorEvent command=DISPLAY_SUMMARY username=ada ' +
        'errorMessage=There is no command "ST<AL" (unknown_command)',
    ]);
    for (const entry of logged) requireValid(entry);
  });
});

describe('XML', () => {
  it.each<[string, string, string]>([
    ['plain text', 'Ada L.', 'Ada L.'],
    ['what XML means something by', `<a b="c">&amp;'</a>]]>`, `&lt;a b="c"&gt;&amp;amp;'&lt;/a&gt;]]&gt;`],
    ['control characters', 'a\0b\u0008c\u001fd', 'a\ufffdb\ufffdc\ufffdd'],
    ['white space', 'a\tb\nc', 'a\tb\nc'],
    ['a carriage return, which a reader would make a new line', 'a\rb', 'a&#13;b'],
    ['halves of characters', '\ud83dx\ude00', '\ufffdx\ufffd'],
    ['what is no character', '\ufffe\uffff', '\ufffd\ufffd'],
    ['whole characters', 'é😀', 'é😀'],
    ['nothing', '', ''],
  ])('holds %s', (_, text, expected) => {
    expect(xmlOf({ kind: 'userCommand', fields: [['username', text]] })).toBe(
      `<userCommand><username>${expected}</username></userCommand>\n`,
    );
  });

  it('is one root', () => {
    const [entry] = entries(new Day('ADD,ada,5.00').happenings);
    if (!entry) throw new Error('Nothing was logged');
    expect(logBegin + xmlOf(entry) + logEnd).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<log>
<userCommand><timestamp>0</timestamp><server>tradeyard</server><transactionNum>1</transactionNum>\
<command>ADD</command><username>ada</username><funds>5.00</funds></userCommand>
</log>
`);
  });
});

const text = /^/;
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const symbol = /^.{0,3}$/su;
const everywhere = { timestamp: /^\d+$/, server: text, transactionNum: /^[1-9]\d*$/ };
const command = new RegExp(`^(${commandNames.join('|')})$`);
const event = { username: text, stockSymbol: symbol, filename: text, funds: decimal, errorMessage: text };

/** As logfile.xsd of the course has it: what an entry must have, and what it may have. */
const schema: Record<Entry['kind'], { must: Record<string, RegExp>; may: Record<string, RegExp> }> = {
  userCommand: { must: { ...everywhere, command }, may: { ...event, errorMessage: /never/ } },
  systemEvent: { must: { ...everywhere, command }, may: { ...event, errorMessage: /never/ } },
  errorEvent: { must: { ...everywhere, command }, may: event },
  accountTransaction: {
    must: { ...everywhere, action: /^(add|remove)$/, username: text, funds: decimal },
    may: {},
  },
  quoteServer: {
    must: {
      ...everywhere,
      ...{ price: decimal, stockSymbol: symbol, username: text, quoteServerTime: /^\d+$/, cryptokey: text },
    },
    may: {},
  },
};

function requireValid({ kind, fields }: Entry): void {
  const { must, may } = schema[kind];
  const given = new Map(fields);
  expect(given.size).toBe(fields.length);
  expect([...given.keys()]).toEqual(expect.arrayContaining(Object.keys(must)));
  for (const [name, value] of fields) expect(value).toMatch(must[name] ?? may[name] ?? /no such field/);
}
