import { closeSync, openSync, writeSync } from 'node:fs';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const symbolsAll = 981;
/** Some symbols are in everybody's mouth, the others come up equally often. */
const symbolsLoved = 80;
const lovedShare = 0.4;
const meantShare = 0.02;
const amountMax = 750;
const rememberedMax = 12;
const linesAtOnce = 5_000;

/** What a user of the course's workloads does after a command, as weights: most commands have no influence on the next. */
const anything = {
  ...{
    ADD: 19,
    DISPLAY_SUMMARY: 15,
    SELL: 9.5,
    QUOTE: 10,
    BUY: 8.5,
    SET_BUY_AMOUNT: 8.2,
    SET_SELL_AMOUNT: 7,
  },
  ...{ SET_BUY_TRIGGER: 8, SET_SELL_TRIGGER: 7, COMMIT_BUY: 1.5, CANCEL_BUY: 1.7, COMMIT_SELL: 1.8 },
  ...{ CANCEL_SELL: 2, CANCEL_SET_BUY: 2.5, CANCEL_SET_SELL: 3 },
};
const rarely = (share) =>
  Object.fromEntries(Object.entries(anything).map(([name, each]) => [name, each * share]));
const following = {
  ADD: { ...rarely(0.2), QUOTE: 40, BUY: 39 },
  QUOTE: { ...rarely(0.45), BUY: 30, QUOTE: 20, ADD: 10 },
  BUY: { ...rarely(0.4), COMMIT_BUY: 50, CANCEL_BUY: 10 },
  SELL: { ...rarely(0.4), COMMIT_SELL: 48, CANCEL_SELL: 10 },
  SET_BUY_AMOUNT: { ...rarely(0.2), SET_BUY_TRIGGER: 71, CANCEL_SET_BUY: 9 },
  SET_SELL_AMOUNT: { ...rarely(0.2), SET_SELL_TRIGGER: 70, CANCEL_SET_SELL: 11 },
};

/** Writes a workload that looks like the course's own, always the same for the same numbers. */
export function writeWorkload(path, { commands, users: count, seed = 468 }) {
  const random = createRandom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const names = Array.from({ length: count }, () => Array.from({ length: 10 }, () => pick(letters)).join(''));
  const users = names.map((name) => ({ name, last: '', bought: [], set: { BUY: [], SELL: [] } }));
  const symbols = listSymbols(pick);
  const file = openSync(path, 'w');
  let lines = [];
  for (let number = 1; number < commands; number++) {
    // Whoever has done nothing yet begins with money.
    const user = number <= count ? users[number - 1] : pick(users);
    lines.push(`[${number}] ${nextCommand(user, symbols, random).join(',')} \n`);
    if (lines.length < linesAtOnce) continue;
    writeSync(file, lines.join(''));
    lines = [];
  }
  writeSync(file, `${lines.join('')}[${commands}] DUMPLOG,./testLOG\n`);
  closeSync(file);
}

function nextCommand(user, symbols, random) {
  const name = user.last === '' ? 'ADD' : weighted(following[user.last] ?? anything, random);
  user.last = name;
  const dollars = (value) => Math.max(value, 0.01).toFixed(2);
  const amount = () => dollars(random() * amountMax);
  if (name === 'ADD') return [name, user.name, dollars(12_000 + (random() + random()) * 58_000)];
  if (
    name.startsWith('COMMIT') ||
    name === 'CANCEL_BUY' ||
    name === 'CANCEL_SELL' ||
    name === 'DISPLAY_SUMMARY'
  )
    return [name, user.name];
  const symbol = chooseSymbol(user, name, symbols, random);
  if (name === 'QUOTE' || name.startsWith('CANCEL')) return [name, user.name, symbol];
  return [
    name,
    user.name,
    symbol,
    name.endsWith('TRIGGER') ? dollars(random() * random() * amountMax) : amount(),
  ];
}

/** Symbols come by chance, so most sales are refused. Only now and then somebody means what was bought or set before. */
function chooseSymbol({ bought, set }, name, symbols, random) {
  const side = name.includes('SELL') ? 'SELL' : 'BUY';
  const known = /TRIGGER|CANCEL/.test(name) ? set[side] : side === 'SELL' ? bought : [];
  const isKnown = known.length > 0 && random() < meantShare;
  const list = random() < lovedShare ? symbols.loved : symbols.others;
  const symbol = isKnown
    ? known[Math.floor(random() * known.length)]
    : list[Math.floor(random() * list.length)];
  if (name === 'BUY') remember(bought, symbol);
  if (name.endsWith('AMOUNT')) remember(set[side], symbol);
  return symbol;
}

function remember(list, symbol) {
  list.push(symbol);
  if (list.length > rememberedMax) list.shift();
}

function listSymbols(pick) {
  const all = new Set();
  while (all.size < symbolsAll) all.add(pick(letters) + pick(letters) + pick(letters));
  const list = [...all];
  return { loved: list.slice(0, symbolsLoved), others: list.slice(symbolsLoved) };
}

function weighted(weights, random) {
  const entries = Object.entries(weights);
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries[0])[0];
}

/** Mulberry32, by Tommy Ettinger: from 0 to 1, and the same on every machine. */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
