import { goals } from './figures.mjs';
import { labels } from './tracks.mjs';

const whole = (value) => (value === undefined ? '' : Math.round(value).toLocaleString('en-US'));
const milliseconds = (value) => (value === undefined ? '' : value.toFixed(value < 10 ? 2 : 1));

const columns = [
  ['', ({ label }) => label],
  ['a second', ({ tps }) => whole(tps)],
  ['lowest', ({ tpsLowest }) => whole(tpsLowest)],
  ['highest', ({ tpsHighest }) => whole(tpsHighest)],
  ['p50 ms', ({ p50Ms }) => milliseconds(p50Ms)],
  ['p99 ms', ({ p99Ms }) => milliseconds(p99Ms)],
  ['Postgres', ({ postgresMicros }) => whole(postgresMicros)],
  ['Node', ({ nodeMicros }) => whole(nodeMicros)],
  ['load', ({ clientMicros }) => (clientMicros ? whole(clientMicros) : '')],
];

/** A line per track, in Markdown, which is readable in a terminal too. The last three columns are µs of CPU for each. */
export const formatTable = (summaries) =>
  formatRows(
    columns,
    Object.entries(summaries).map(([track, summary]) => ({ label: labels[track], ...summary })),
  );

/** A table in Markdown; each column is a header and how a row's cell reads. The first column is of words. */
export function formatRows(columns, rows) {
  const cells = [
    columns.map(([header]) => header),
    ...rows.map((row) => columns.map(([, read]) => read(row))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index].length), 3));
  const pad = (text, index) => (index === 0 ? text.padEnd(widths[0]) : text.padStart(widths[index]));
  const line = (texts) => `| ${texts.map(pad).join(' | ')} |`;
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(cells[0]), `| ${rule.join(' | ')} |`, ...cells.slice(1).map(line)].join('\n');
}

/** A line per goal that was measured. */
export function formatGoals(figures, wantedGoals = goals) {
  return wantedGoals
    .filter(({ figure }) => figures[figure] !== null)
    .map(({ figure, what, least, aim, most }) => {
      const value = figures[figure];
      const reached = most === undefined ? value >= least : value <= most;
      const wanted = most === undefined ? `at least ${least}` : `at most ${most}`;
      return `${reached ? 'reached' : 'MISSED '}  ${String(value).padStart(6)}  ${what}: ${wanted}${aim ? `, aim ${aim}` : ''}`;
    })
    .join('\n');
}
