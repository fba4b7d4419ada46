/** Medians over the rounds, with the lowest and highest rate. */
export function summarise(measures) {
  const medianOf = (read) => median(measures.map(read));
  const rates = measures.map(({ tps }) => tps);
  return {
    tps: median(rates),
    tpsLowest: Math.min(...rates),
    tpsHighest: Math.max(...rates),
    p50Ms: medianOf(({ p50Ms }) => p50Ms),
    p99Ms: medianOf(({ p99Ms }) => p99Ms),
    postgresMicros: medianOf(({ cpuMicros }) => cpuMicros.postgres),
    nodeMicros: medianOf(({ cpuMicros }) => cpuMicros.node),
    clientMicros: medianOf(({ cpuMicros }) => cpuMicros.client),
    clientShare: medianOf(({ cpuShare }) => cpuShare?.client),
  };
}

/** Undefined for figures that are not there. */
export function median(values) {
  if (values.length === 0 || values.some((value) => value === undefined)) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The figures the benchmark is for, by name; what was not measured is null. `summaries` are by track. */
export function readFigures(summaries) {
  const best = (...names) => {
    const rates = names.map((name) => summaries[name]?.tps).filter((tps) => tps !== undefined);
    return rates.length > 0 ? Math.max(...rates) : null;
  };
  const of = (track, figure) => summaries[track]?.[figure] ?? null;
  const ratio = (a, b) => (a === null || b === null ? null : round(a / b, 2));
  const pgbench = best('pgbench8', 'pgbench32');
  const textbook = best('textbook8', 'textbook32');
  const inProcess = of('inProcess', 'tps');
  const idleP50Ms = of('idle', 'p50Ms');
  const commitP50Ms = of('idleCommit', 'p50Ms');
  return {
    pgbenchTps: round(pgbench),
    inProcessTps: round(inProcess),
    httpTps: round(of('http', 'tps')),
    textbookTps: round(textbook),
    bigInProcessTps: round(of('big', 'tps')),
    hotAccountTps: round(of('hotAccount', 'tps')),
    inProcessToPgbench: ratio(inProcess, pgbench),
    httpToPgbench: ratio(of('http', 'tps'), pgbench),
    inProcessToTextbook: ratio(inProcess, textbook),
    bigToInProcess: ratio(of('big', 'tps'), inProcess),
    hotToInProcess: ratio(of('hotAccount', 'tps'), inProcess),
    idleP50Ms: round(idleP50Ms, 2),
    idleP99Ms: round(of('idle', 'p99Ms'), 2),
    idleTextbookP50Ms: round(of('idleTextbook', 'p50Ms'), 2),
    idleTextbookP99Ms: round(of('idleTextbook', 'p99Ms'), 2),
    commitP50Ms: round(commitP50Ms, 2),
    idleAddsMs: idleP50Ms === null || commitP50Ms === null ? null : round(idleP50Ms - commitP50Ms, 2),
    loadP50Ms: round(of('loaded', 'p50Ms'), 1),
    loadP99Ms: round(of('loaded', 'p99Ms'), 1),
    httpP50Ms: round(of('http', 'p50Ms'), 1),
    httpP99Ms: round(of('http', 'p99Ms'), 1),
  };
}

export const round = (value, places = 0) => (value === null ? null : Number(value.toFixed(places)));

/** What has to be reached, on two cores, and what is aimed at. */
export const goals = [
  { figure: 'inProcessToPgbench', what: '(b) to (a)', least: 6, aim: 10 },
  { figure: 'httpToPgbench', what: '(c) to (a)', least: 2, aim: 3 },
  { figure: 'inProcessToTextbook', what: '(b) to (d)', least: 10, aim: 15 },
  { figure: 'bigToInProcess', what: '(f) to (b)', least: 0.75 },
  { figure: 'hotToInProcess', what: '(g) to (b)', least: 0.6 },
  { figure: 'idleAddsMs', what: 'ms that one transfer takes longer than a bare commit', most: 1 },
];
