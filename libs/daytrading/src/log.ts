import type { CommandName } from './command.js';
import type { Happening } from './happening.js';

/** The kinds of entries of the log, as its schema names them. */
export type EntryKind = 'userCommand' | 'quoteServer' | 'accountTransaction' | 'systemEvent' | 'errorEvent';

/** An entry of the log: its fields in the order in which they are written. */
export type Entry = { readonly kind: EntryKind; readonly fields: readonly (readonly [string, string])[] };

/** Whose log it is: `user` is empty for what is asked of the whole system. */
export type LogSource = { readonly user: string; readonly server: string };

/**
 * The entries that tell of what happened (section 7 of the day-trading specification). A command comes first as it was
 * received, then what it caused. The schema knows no name but the sixteen: an unknown command has no entry of its own, and
 * its error stands under a name that changes nothing, with the one that was written in its message.
 */
export function entriesOf(happening: Happening, { user, server }: LogSource): readonly Entry[] {
  const {
    kind,
    transaction,
    atMs,
    receivedAtMs = atMs,
    hits = [],
    moved = [],
    refusal,
    command,
    name,
  } = happening;
  const at = (timestampMs: number) =>
    [
      ['timestamp', String(timestampMs)],
      ['server', server],
      ['transactionNum', String(transaction)],
    ] as const;
  const asked = describe(happening, user);
  const entries: Entry[] = [];
  if (kind === 'command' && command)
    entries.push({ kind: 'userCommand', fields: [...at(receivedAtMs), ...asked] });
  if (kind === 'fired' || kind === 'expired')
    entries.push({ kind: 'systemEvent', fields: [...at(atMs), ...asked] });
  for (const hit of hits) {
    const { price, symbol, user: hitUser, quotedAtMs, cryptoKey } = hit;
    const fields = {
      price,
      stockSymbol: symbol,
      username: hitUser,
      quoteServerTime: String(quotedAtMs),
      cryptokey: cryptoKey,
    };
    entries.push({ kind: 'quoteServer', fields: [...at(atMs), ...Object.entries(fields)] });
  }
  for (const funds of moved) {
    const fields = {
      action: funds.startsWith('-') ? 'remove' : 'add',
      username: user,
      funds: funds.replace('-', ''),
    };
    entries.push({ kind: 'accountTransaction', fields: [...at(atMs), ...Object.entries(fields)] });
  }
  if (refusal) {
    const message = name === undefined ? refusal.message : `${refusal.message} (${refusal.code})`;
    entries.push({ kind: 'errorEvent', fields: [...at(atMs), ...asked, ['errorMessage', message]] });
  }
  return entries;
}

const standIn: CommandName = 'DISPLAY_SUMMARY';
const symbolLengthMax = 3;

/** Every argument that the schema has room for. */
function describe({ command, symbol = '', funds = '', filename = '' }: Happening, user: string) {
  const fields = [
    ['command', command ?? standIn],
    ['username', user],
    ['stockSymbol', symbol.length <= symbolLengthMax ? symbol : ''],
    ['filename', filename],
    ['funds', isDecimal(funds) ? funds : ''],
  ] as const;
  return fields.filter(([, text]) => text !== '');
}

const isDecimal = (text: string): boolean => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text);

export const logBegin = '<?xml version="1.0" encoding="UTF-8"?>\n<log>\n';
export const logEnd = '</log>\n';

/** One entry as XML, on a line of its own. */
export function xmlOf({ kind, fields }: Entry): string {
  const content = fields.map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`).join('');
  return `<${kind}>${content}</${kind}>\n`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;', // a reader would take it for the end of a line
};

/** What no XML can hold is replaced: control characters, and halves of characters. */
const escapeXml = (text: string): string =>
  /^[ -%'-;=?-~]*$/.test(text)
    ? text
    : text
        .toWellFormed()
        .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
        .replace(/[&<>\r]/g, (character) => escapes[character] ?? character);
