/** Of a number, by so much it may differ; what should be nothing has to be nothing. */
const tolerance = 1e-12;

/** The first thing in which an answer is not what a case expects, in words; undefined where there is none. */
export function firstDifference(expected, answer) {
  const {
    snapshot,
    historicalData = [],
    historicalDates = {},
    approx = [],
    positionsListIsPartial,
  } = expected;
  const rowsByDate = new Map(answer.historicalData.map((row) => [row.date, row]));
  const { positions, ...rest } = snapshot ?? {};
  return (
    differenceOf(rest, answer.snapshot, 'snapshot') ??
    positionsDifference(positions, answer.snapshot.positions, positionsListIsPartial) ??
    first(historicalData, (row) => rowDifference(row, rowsByDate.get(row.date))) ??
    first(historicalDates.contains ?? [], (date) =>
      rowsByDate.has(date) ? undefined : words(`historicalDates ${date}`, 'a row', 'none'),
    ) ??
    first(historicalDates.notContains ?? [], (date) =>
      rowsByDate.has(date) ? words(`historicalDates ${date}`, 'no row', 'one') : undefined,
    ) ??
    first(['investments', 'investmentsByMonth', 'investmentsByYear', 'lastTransactionPointItem'], (key) =>
      expected[key] === undefined ? undefined : differenceOf(expected[key], answer[key], key),
    ) ??
    first(approx, (each) => approximateDifference(each, answer))
  );
}

function first(items, find) {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

const words = (path, expected, got) => `${path} expected ${show(expected)} got ${show(got)}`;
const show = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function positionsDifference(expected, positions, isPartial) {
  if (!expected) return undefined;
  if (!isPartial && expected.length !== positions.length) {
    return words('snapshot.positions.length', expected.length, positions.length);
  }
  return first(expected.keys(), (index) => {
    const { symbol } = expected[index];
    const path = `snapshot.positions[${isPartial ? symbol : index}]`;
    const position = isPartial ? positions.find((each) => each.symbol === symbol) : positions[index];
    return differenceOf(expected[index], position, path);
  });
}

/** `exact`: the row has no other keys. Where it stood among the rows is told for people. */
function rowDifference({ index: _index, fromEnd: _fromEnd, exact, ...row }, got) {
  const path = `historicalData[${row.date}]`;
  const difference = differenceOf(row, got, path);
  if (difference || !exact) return difference;
  const more = Object.keys(got).filter((key) => !(key in row));
  return more.length > 0 ? words(path, 'no other keys', more.join(', ')) : undefined;
}

function approximateDifference({ path, value, decimals, absTolerance }, answer) {
  const got = path
    .split(/[.[\]]/)
    .filter(Boolean)
    .reduce((part, key) => part?.[key], answer);
  const allowed = absTolerance ?? 10 ** -decimals / 2;
  return typeof got === 'number' && Math.abs(got - Number(value)) <= allowed
    ? undefined
    : words(path, `${value} ± ${allowed}`, got);
}

/** Lists are whole, of objects only what is expected has to be there. */
function differenceOf(expected, got, path) {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got)) return words(path, expected, got);
    if (got.length !== expected.length) return words(`${path}.length`, expected.length, got.length);
    return first(expected.keys(), (index) => differenceOf(expected[index], got[index], `${path}[${index}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof got !== 'object' || got === null) return words(path, expected, got);
    return first(Object.keys(expected), (key) => differenceOf(expected[key], got[key], `${path}.${key}`));
  }
  return isSame(expected, got) ? undefined : words(path, expected, got);
}

function isSame(expected, got) {
  if (typeof got !== 'number' || !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(String(expected)))
    return expected === got;
  const number = Number(expected);
  return Math.abs(got - number) <= Math.abs(number) * tolerance;
}
