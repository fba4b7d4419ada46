import { parseDecimal, toMinor, DomainError, type DomainErrorCode } from '@tradeyard/kernel';

type Argument = 'user' | 'symbol' | 'amount' | 'price' | 'filename';

/** The sixteen commands and their arguments, in order. An amount is dollars, a price is dollars for one share. */
export const argumentsOf = {
  ADD: ['user', 'amount'],
  QUOTE: ['user', 'symbol'],
  BUY: ['user', 'symbol', 'amount'],
  COMMIT_BUY: ['user'],
  CANCEL_BUY: ['user'],
  SELL: ['user', 'symbol', 'amount'],
  COMMIT_SELL: ['user'],
  CANCEL_SELL: ['user'],
  SET_BUY_AMOUNT: ['user', 'symbol', 'amount'],
  SET_BUY_TRIGGER: ['user', 'symbol', 'price'],
  CANCEL_SET_BUY: ['user', 'symbol'],
  SET_SELL_AMOUNT: ['user', 'symbol', 'amount'],
  SET_SELL_TRIGGER: ['user', 'symbol', 'price'],
  CANCEL_SET_SELL: ['user', 'symbol'],
  DISPLAY_SUMMARY: ['user'],
  DUMPLOG: ['user', 'filename'],
} as const satisfies Record<string, readonly Argument[]>;

export type CommandName = keyof typeof argumentsOf;

export const commandNames = Object.keys(argumentsOf) as readonly CommandName[];

/** Why a command was not carried out: `code` for programs, `message` for people. */
export type Refusal = { readonly code: DomainErrorCode; readonly message: string };

/**
 * One line of a workload. `user` is empty where the whole system is meant, or nobody is named. What was given is kept as
 * text for the log, `amount` is in cents. A line that breaks a rule of the form has a `flaw`, and is refused by it.
 */
export type Command = {
  readonly transaction: number;
  /** As it was written: with a flaw it may be none of the sixteen. */
  readonly name: string;
  readonly user: string;
  readonly symbol: string;
  readonly amount: bigint;
  readonly amountText: string;
  readonly filename: string;
  readonly flaw: Refusal | null;
};

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(argumentsOf, name);

const isSymbol = (text: string): boolean => /^[A-Z]{1,3}$/.test(text);

/** No name, symbol or number of a real line is as long. */
const textMax = 100;

/** As it can be stored and logged: cut where it is too long, without halves of characters and zero bytes. */
const storable = (text: string): string => text.slice(0, textMax).toWellFormed().replaceAll('\0', '\ufffd');

/** No command has more. */
const argumentsMax = 3;

/** Reads what a line says. Never throws: what is wrong with it is its flaw. */
export function readCommand(transaction: number, name: string, given: readonly string[]): Command {
  const args = given.slice(0, argumentsMax).map(storable);
  const blank = { transaction, name: storable(name), user: args[0] ?? '', symbol: '', amount: 0n };
  if (!isCommandName(name)) {
    return {
      ...blank,
      amountText: '',
      filename: '',
      flaw: flaw('unknown_command', `There is no command "${blank.name}"`),
    };
  }
  // Of the whole system only a dump can be asked, which then names no user.
  const names: readonly Argument[] =
    name === 'DUMPLOG' && args.length === 1 ? ['filename'] : argumentsOf[name];
  const text = (argument: Argument): string => args[names.indexOf(argument)] ?? '';
  const command = {
    ...blank,
    user: text('user'),
    symbol: text('symbol'),
    amountText: text('amount') || text('price'),
    filename: text('filename'),
  };
  const found = findFlaw(name, names, given);
  if (found) return { ...command, flaw: found };
  return { ...command, amount: command.amountText === '' ? 0n : readCents(command.amountText), flaw: null };
}

function findFlaw(name: CommandName, names: readonly Argument[], given: readonly string[]): Refusal | null {
  if (given.length !== names.length) {
    const message = `${name} takes ${names.join(', ')}: ${names.length} arguments, not ${given.length}`;
    return flaw('wrong_argument_count', message);
  }
  for (const [index, argument] of names.entries()) {
    const written = given[index] ?? '';
    const text = storable(written);
    if (argument === 'user' && text === '') return flaw('user_missing', `${name} names no user`);
    // Two users whose names differ only in what is not kept would share an account.
    if (argument === 'user' && text !== written)
      return flaw(
        'user_missing',
        `${name} names nobody: a user is at most ${textMax} characters, all of them whole`,
      );
    if (argument === 'symbol' && !isSymbol(text))
      return flaw('symbol_malformed', `"${text}" is no symbol of one to three letters A to Z`);
    if ((argument === 'amount' || argument === 'price') && !isAmount(text))
      return flaw(
        'amount_malformed',
        `"${text}" is no ${argument} of dollars and cents above zero, such as 550.50`,
      );
  }
  return null;
}

const flaw = (code: DomainErrorCode, message: string): Refusal => ({ code, message });

const centsExponent = 2;

/** 90 trillion dollars: what the published form of the state has no number for is no amount of anybody. */
const centsMax = BigInt(Number.MAX_SAFE_INTEGER);

function isAmount(text: string): boolean {
  if (!/^\d{1,18}(\.\d{1,2})?$/.test(text)) return false;
  const cents = readCents(text);
  return cents > 0n && cents <= centsMax;
}

const readCents = (text: string): bigint => toMinor(parseDecimal(text), centsExponent);

/** So many are below 2^53, with room for all that follow. */
const transactionDigitsMax = 15;
export const transactionMax = 10 ** transactionDigitsMax - 1;

/** A line of a workload file, not yet read: its words may be anything. */
export type WrittenLine = {
  readonly transaction: number;
  readonly name: string;
  readonly args: readonly string[];
};

/**
 * Takes a line such as `[17] BUY,oY01WVirLr,S,664.10 ` apart. Lines count from 1 over the whole file; one without a
 * number, or with one that does not follow `previous`, takes the next. Null for an empty line.
 */
export function splitLine(text: string, previous: number): WrittenLine | null {
  const line = text.trim();
  if (line === '') return null;
  const [bracket = '', digits = '0'] = /^\[(\d+)\]/.exec(line) ?? [];
  const [name = '', ...args] = line
    .slice(bracket.length)
    .split(',')
    .map((part) => part.trim());
  // One that no number holds exactly is as good as none.
  const number = digits.length > transactionDigitsMax ? 0 : Number(digits);
  return { transaction: Math.max(number, previous + 1), name, args };
}

/** For a caller that wants the refusal as an error. */
export const refused = ({ code, message }: Refusal): DomainError => new DomainError(code, message);
