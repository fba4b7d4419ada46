import type { ActivityDraft } from '../activity-draft.js';
import { beginningOf, isNegative, isZero, sum } from './file-numbers.js';
import { type Gathering, readCurrency } from './file-table.js';
import { assetFor, type Instruments, type StatementCells } from './ibkr-statement.js';
import { type ReadRow, RowProblem } from './import-row.js';

/** `NVDA(US67066G1040) Split 10 for 1 (NVDA, NVIDIA CORP, US67066G1040)` */
const whole = /^(.+?)\s*\(([A-Z0-9]+)\)\s+(.*?)\s*\(([^(]+?),\s*([^(]*),\s*([A-Z0-9]+)\)\s*$/;

type Leg = {
  readonly cells: StatementCells;
  readonly symbol: string;
  /** What happened, the same in all legs of one event. */
  readonly event: string;
  readonly to: { readonly symbol: string; readonly name: string; readonly id: string };
  readonly quantity: string;
};

/** One event has a row for each asset that leaves or comes; of cancelled ones the rows come to nothing. */
export function readCorporateActions(
  rows: readonly StatementCells[],
  instruments: Instruments,
  gathering: Gathering,
): void {
  const legs: { readonly key: string; readonly leg: Leg }[] = [];
  for (const cells of rows) {
    gathering.take(cells.line, () => {
      const leg = legOf(cells);
      legs.push({ key: `${cells.text('dateTime') || cells.text('date')}|${leg.symbol}|${leg.event}`, leg });
      return [];
    });
  }
  for (const event of Map.groupBy(legs, ({ key }) => key).values()) {
    const [first] = event;
    const own = event.map(({ leg }) => leg);
    if (first) gathering.take(first.leg.cells.line, () => eventRow(own, first.leg, instruments, gathering));
  }
}

function legOf(cells: StatementCells): Leg {
  const match = whole.exec(beginningOf(cells.need('description')));
  if (!match) throw notSupported(cells);
  const [, symbol = '', , event = '', to = '', name = '', id = ''] = match;
  return {
    cells,
    symbol,
    event,
    to: { symbol: to.trim(), name, id },
    quantity: cells.number('quantity') ?? '0',
  };
}

/** The units that are left of each asset after what was cancelled. */
function remaining(legs: readonly Leg[]): Leg[] {
  const bySymbol = new Map<string, Leg>();
  for (const leg of legs) {
    const found = bySymbol.get(leg.to.symbol);
    bySymbol.set(leg.to.symbol, found ? { ...found, quantity: sum(found.quantity, leg.quantity) } : leg);
  }
  return [...bySymbol.values()].filter((leg) => !isZero(leg.quantity));
}

function eventRow(
  legs: readonly Leg[],
  first: Leg,
  instruments: Instruments,
  gathering: Gathering,
): ReadRow | readonly ReadRow[] {
  const { cells, symbol, event } = first;
  const left = remaining(legs);
  if (left.length === 0) {
    return gathering.passOver(
      cells.line,
      'Corporate actions that were cancelled, or changed only an ISIN, move nothing',
    );
  }
  const currency = readCurrency(cells.need('currency'), 'Currency').code;
  const day = cells.moment(cells.has('dateTime') && cells.text('dateTime') !== '' ? 'dateTime' : 'date').day;
  const base: ActivityDraft = { day, symbol, currency, note: cells.text('description') };
  const own = { line: cells.line, asset: assetFor(symbol, currency, instruments, { isin: idOf(first) }) };
  const [, to = '', from = ''] = /(\d[\d.]*) for (\d[\d.]*)/i.exec(event) ?? [];
  if (/^split /i.test(event))
    return { ...own, draft: { ...base, type: 'split', ratioTo: to, ratioFrom: from } };
  if (/^stock dividend/i.test(event) && left.every((leg) => leg.to.symbol === symbol)) {
    return { ...own, draft: { ...base, type: 'split', ratioTo: sum(to, from), ratioFrom: from } };
  }
  const come = left.filter((leg) => !isNegative(leg.quantity) && leg.to.symbol !== symbol);
  const [target, ...others] = come;
  if (others.length > 0) throw notSupported(cells);
  const other = (): Pick<ReadRow, 'line' | 'asset'> => ({
    line: cells.line,
    asset: assetFor(target?.to.symbol ?? '', currency, instruments, {
      name: target?.to.name,
      isin: target?.to.id,
    }),
  });
  if (/^spin-?off/i.test(event) && target) {
    return {
      ...other(),
      draft: { ...base, type: 'spin_off', target: target.to.symbol, ratioTo: to, ratioFrom: from },
    };
  }
  const [, , cash = ''] = /\b([A-Z]{3}) ?(\d[\d.]*) per share/i.exec(event) ?? [];
  if (/^merged/i.test(event) && target && to !== '' && cash === '') {
    return {
      ...other(),
      draft: { ...base, type: 'merger', target: target.to.symbol, ratioTo: to, ratioFrom: from },
    };
  }
  if (/^merged/i.test(event) && !target && cash !== '') {
    return { ...own, draft: { ...base, type: 'merger', amount: cash, ratioTo: '0', ratioFrom: '1' } };
  }
  if (/cusip\/isin change/i.test(event) && target) {
    return {
      ...other(),
      draft: { ...base, type: 'merger', target: target.to.symbol, ratioTo: '1', ratioFrom: '1' },
    };
  }
  throw notSupported(cells);
}

const idOf = (leg: Leg): string => (leg.to.symbol === leg.symbol ? leg.to.id : '');

const notSupported = (cells: StatementCells): RowProblem =>
  new RowProblem(
    'not_supported',
    `"${cells.text('description').slice(0, 80)}" cannot be read: enter this split, merger or spin-off by hand`,
    'Description',
  );
