import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import {
  comparedState,
  count,
  emptyTally,
  fixedPrice,
  nobody,
  readCommand,
  takeTurn,
  totalState,
  userState,
  type Tally,
  type Trader,
} from '@tradeyard/daytrading';
import type { Answer, RequestHeaders, TestClient } from './client.js';

/** A line of a batch. */
export type Line = {
  readonly transaction?: number;
  readonly command: string;
  readonly args: readonly string[];
};

/** What is answered to a line. */
export type Told = {
  readonly line: number;
  readonly transaction?: number;
  readonly ok: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly replayed?: true;
};

export const ndjson = { 'content-type': 'application/x-ndjson' };

export const linesOf = (text: string): Told[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

export const textOf = (lines: readonly Line[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** The fields of a command's body, in the order of its arguments. */
function fieldsOf(name: string, count: number): readonly string[] {
  if (name === 'ADD') return ['user', 'amount'];
  if (name === 'DUMPLOG') return count === 1 ? ['filename'] : ['user', 'filename'];
  return ['user', 'symbol', name.endsWith('TRIGGER') ? 'price' : 'amount'];
}

/** One run of the day-trading system, as its owner speaks to it. */
export class DayRun {
  constructor(
    readonly person: TestClient,
    readonly id: string,
  ) {}

  static async begin(person: TestClient, quotes: 'fixed' | 'server' = 'fixed'): Promise<DayRun> {
    const { status, body } = await person.post('/daytrading/workloads', { name: 'Test', quotes });
    if (status !== 201) throw new Error(`No workload: ${JSON.stringify(body)}`);
    return new DayRun(person, body.id);
  }

  /** The same run, as it is spoken to at another application. */
  at(person: TestClient): DayRun {
    return new DayRun(person, this.id);
  }

  /** One command with its arguments as in a workload file, by its own route. */
  say(name: string, ...args: readonly string[]): Promise<Answer> {
    return this.send(name, args);
  }

  send(
    name: string,
    args: readonly string[],
    { transaction, headers }: { transaction?: number; headers?: RequestHeaders } = {},
  ): Promise<Answer> {
    const fields = fieldsOf(name, args.length);
    const body = Object.fromEntries(args.map((each, index) => [fields[index] ?? `field${index}`, each]));
    const path = `/daytrading/${name.toLowerCase().replaceAll('_', '-')}?workload=${this.id}`;
    return this.person.post(path, { ...body, ...(transaction !== undefined && { transaction }) }, headers);
  }

  /** Carries commands out, all of which must succeed. */
  async all(...commands: readonly (readonly [string, ...string[]])[]): Promise<void> {
    for (const [name, ...args] of commands) {
      const { status, body } = await this.send(name, args);
      if (status !== 200) throw new Error(`${name} ${args.join()}: ${JSON.stringify(body)}`);
    }
  }

  /** `ok`, or the code of the refusal. */
  async ask(name: string, ...args: readonly string[]): Promise<string> {
    const { status, body } = await this.send(name, args);
    return status === 200 ? 'ok' : body.code;
  }

  async batch(lines: readonly Line[] | string): Promise<Told[]> {
    const text = typeof lines === 'string' ? lines : textOf(lines);
    const { status, body } = await this.person.post(`/daytrading/commands?workload=${this.id}`, text, ndjson);
    if (status !== 200) throw new Error(`The batch was refused: ${JSON.stringify(body)}`);
    return linesOf(body);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an assertion names the field it wants
  private async read(path: string): Promise<any> {
    const { status, body } = await this.person.get(`/daytrading/workloads/${this.id}/${path}`);
    if (status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body;
  }

  readonly state = () => this.read('state');
  readonly traders = () => this.read('traders?limit=1000');
  readonly log = async (user?: string): Promise<LogEntry[]> =>
    entriesIn(await this.read(user === undefined ? 'log' : `log?user=${encodeURIComponent(user)}`));
  readonly summary = async (user: string) => (await this.say('DISPLAY_SUMMARY', user)).body.summary;
}

export type LogEntry = { readonly kind: string; readonly [field: string]: string };

/** The entries of a log; throws where it is not whole, or holds anything else. */
export function entriesIn(xml: string): LogEntry[] {
  const [, content] = /^<\?xml [^>]*\?>\n<log>\n([^]*)<\/log>\n$/.exec(xml) ?? [];
  if (content === undefined) throw new Error(`No whole log: ${xml.slice(0, 100)}...${xml.slice(-100)}`);
  const entries: LogEntry[] = [];
  const rest = content.replace(/<(\w+)>([^]*?)<\/\1>\n/g, (_, kind: string, inner: string) => {
    const fields = inner.matchAll(/<(\w+)>([^<]*)<\/\1>/g);
    entries.push({ kind, ...Object.fromEntries(Array.from(fields, ([, name, text]) => [name, text])) });
    return '';
  });
  if (rest !== '') throw new Error(`Not an entry: ${rest.slice(0, 100)}`);
  return entries;
}

/** What of an entry does not depend on when it was. */
export const told = ({ kind, transactionNum, command = '', ...rest }: LogEntry): string =>
  [kind, transactionNum, command, rest['action'] ?? '', rest['funds'] ?? ''].filter(Boolean).join(' ');

/** How the library says that the commands end at constant prices, each of a user after the one before it. */
export function libraryState(lines: readonly Line[]) {
  const all = new Map<string, { trader: Trader; tally: Tally }>();
  let ids = 0;
  for (const { transaction = 0, command, args } of lines) {
    const read = readCommand(transaction, command, args);
    const { trader, tally } = all.get(read.user) ?? { trader: nobody, tally: emptyTally() };
    const taken = takeTurn(trader, [{ command: read, receivedAtMs: 0 }], {
      ...{ atMs: 0, windowMs: null, newId: () => String((ids += 1)) },
      quote: (symbol) => ({ price: fixedPrice(symbol) }),
    });
    for (const happening of taken.happenings) count(tally, happening);
    all.set(read.user, { trader: taken.trader, tally });
  }
  const users = Object.fromEntries(
    Array.from(all, ([user, { trader, tally }]) => [user, userState(trader, tally)] as const),
  );
  const known = new Set([...all].filter(([, { trader }]) => trader.isKnown).map(([user]) => user));
  const digest = createHash('sha256').update(comparedState(users, known)).digest('hex');
  return { totals: { ...totalState(users, known), state_sha256: digest }, users };
}

/** The same numbers in every run, so that a failure can be seen again. */
export function dice(seed: number): (sides: number) => number {
  let state = seed + 1;
  for (let turn = 0; turn < 3; turn += 1) state = (state * 48_271) % 0x7fff_ffff;
  return (sides) => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % sides;
  };
}

const dealt = [
  ...['ADD', 'ADD', 'QUOTE', 'BUY', 'BUY', 'COMMIT_BUY', 'COMMIT_BUY', 'CANCEL_BUY', 'SELL', 'SELL'],
  ...['COMMIT_SELL', 'CANCEL_SELL', 'SET_BUY_AMOUNT', 'SET_BUY_TRIGGER', 'CANCEL_SET_BUY', 'SET_SELL_AMOUNT'],
  ...['SET_SELL_TRIGGER', 'CANCEL_SET_SELL', 'DISPLAY_SUMMARY', 'NONSENSE'],
];

/** A workload as the files of the course are: commands of some users mixed, many of which fail. */
export function deal(size: number, users: number, seed: number): Required<Line>[] {
  const roll = dice(seed);
  return Array.from({ length: size }, (_, index) => {
    const command = index < users ? 'ADD' : (dealt[roll(dealt.length)] ?? '');
    const user = `user${index < users ? index : roll(users)}`;
    const symbol = ['S', 'ABC', 'A'][roll(3)] ?? '';
    const amount = `${command === 'ADD' ? 500 + roll(5_000) : roll(900)}.${roll(10)}${roll(10)}`;
    const rest = /^(QUOTE|CANCEL_SET_.*)$/.test(command) ? [symbol] : [symbol, amount];
    const args = command === 'ADD' ? [amount] : /^(COMMIT|CANCEL_(BUY|SELL)|DIS)/.test(command) ? [] : rest;
    return { transaction: index + 1, command, args: [user, ...args] };
  });
}

/** A batch as raw bytes in pieces, over a connection of its own. */
export function openBatch(app: { readonly origin: string }, accessToken: string, { id }: DayRun) {
  const sent = request(`${app.origin}/api/v1/daytrading/commands?workload=${id}`, {
    method: 'POST',
    headers: { ...ndjson, authorization: `Bearer ${accessToken}` },
  });
  sent.on('error', () => undefined);
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  answered.catch(() => undefined);
  return { sent, answered };
}
