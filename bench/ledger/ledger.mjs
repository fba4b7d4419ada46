import { cpus, release, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ended } from '../../tools/leash.mjs';
import { Refusal } from '../../tools/refusal.mjs';
import { contendersOf, prepare } from './contenders.mjs';
import { startDatabase, withClient } from './database.mjs';
import { readFigures, summarise } from './figures.mjs';
import { findPgbench } from './pgbench.mjs';
import { findViolations } from './soundness.mjs';
import { formatGoals, formatTable } from './table.mjs';
import { inFlightCandidates, labels, listTracks } from './tracks.mjs';

const warmUpSeconds = 1;
const trySeconds = 2;
const pauseMs = 300;
const labelWidth = 42;

/** Measures the parts, prints what it found, and rejects when a ledger is not sound afterwards. */
export async function measure({ parts, rounds, seconds }, progress, end) {
  if (parts.has('a')) findPgbench(); // says so now rather than after the rest has been filled
  const server = await startDatabase({ gigabytesNeeded: parts.has('f') ? 14 : 6 });
  const contenders = {};
  try {
    end.throwIfAborted();
    const context = { server, contenders, progress, end };
    const work = async () => {
      const results = await compare(parts, { rounds, seconds }, context);
      await checkLedgers(contenders, progress);
      const { rows } = await withClient(server.url, (client) => client.query('show server_version'));
      report(results, { server, postgres: rows[0].server_version });
    };
    const over = Promise.race([
      ended(end).then(() => end.throwIfAborted()),
      server.exited.then(() => Promise.reject(new Refusal('PostgreSQL ended by itself.'))),
    ]);
    await Promise.race([work(), over]);
  } finally {
    await Promise.allSettled(Object.values(contenders).map(({ stop }) => stop()));
    await server.stop();
  }
}

async function compare(parts, { rounds, seconds }, context) {
  const { contenders, server, progress, end } = context;
  const needed = new Set([...parts].flatMap((part) => contendersOf[part]));
  for (const name of Object.keys(prepare)) {
    if (needed.has(name)) contenders[name] = await prepare[name](context);
    end.throwIfAborted();
  }
  // What the filling left to be written is not for the first one measured to pay.
  await withClient(server.url, (client) => client.query('checkpoint'));

  const run = async ({ contender, load, label }) => {
    const result = await contenders[contender].measure({ warmUpSeconds, ...load });
    const { ledger } = contenders[contender === 'http' ? 'ledger' : contender];
    if (ledger) ledger.answered = (ledger.answered ?? 0) + result.answered;
    await sleep(pauseMs);
    progress.say(
      `  ${label.padEnd(labelWidth)} ${Math.round(result.tps).toLocaleString('en-US').padStart(8)}/s`,
    );
    return result;
  };

  const transfers = ['b', 'f', 'g'].some((part) => parts.has(part)) ? await findInFlight(run, progress) : 0;
  const tracks = listTracks(parts, { seconds, transfers });
  progress.say('\n  warm-up, which does not count');
  for (const track of tracks) await run({ ...track, load: { ...track.load, seconds: trySeconds } });
  const measures = new Map(tracks.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    progress.say(`\n  round ${round} of ${rounds}`);
    // Every other round backwards: what drifts, and what one leaves for the next, is not always the same one's.
    for (const track of round % 2 ? tracks : tracks.toReversed())
      measures.get(track.name).push(await run(track));
  }
  const summaries = Object.fromEntries([...measures].map(([name, each]) => [name, summarise(each)]));
  return { summaries, transfers };
}

/** How many transfers in flight LedgerService does best with. */
async function findInFlight(run, progress) {
  progress.say('\n  how many transfers in flight');
  let best = { tps: 0, inFlight: 0 };
  // The first is tried again: the compiler was still warming up.
  for (const inFlight of [...inFlightCandidates, inFlightCandidates[0]]) {
    const load = { inFlight, seconds: trySeconds };
    const { tps } = await run({ contender: 'ledger', load, label: `${labels.inProcess}, ${inFlight}` });
    if (tps > best.tps) best = { tps, inFlight };
  }
  return best.inFlight;
}

async function checkLedgers(contenders, progress) {
  for (const { ledger } of Object.values(contenders)) {
    if (!ledger) continue;
    const { name, url, transfersBefore, answered = 0 } = ledger;
    const check = () => withClient(url, (client) => findViolations(client, transfersBefore + answered));
    const found = await progress.step('check', `adding up ${name} …`, check, () => `${name} adds up`);
    if (found.length > 0) throw new Refusal(`${name} is not sound:\n${found.join('\n')}`);
  }
}

function report({ summaries, transfers }, { server, postgres }) {
  const figures = readFigures(summaries);
  const [{ model }] = cpus();
  const machine = {
    cores: cpus().length,
    cpu: model.trim(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.versions.node,
    postgres,
  };
  const settings = Object.entries(server.settings).map(([name, value]) => `${name}=${value}`);
  console.log(
    `\n${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}, PostgreSQL ${postgres}, ${settings.join(', ')}`,
  );
  if (transfers > 0)
    console.log(`LedgerService has ${transfers} transfers in flight where no number is given.`);
  console.log(`\n${formatTable(summaries)}\n`);
  console.log('Postgres, Node, load: microseconds of CPU for each transfer.');
  const share = summaries.http?.clientShare;
  if (share) console.log(`Making the load over HTTP took ${Math.round(share * 100)} % of one core.`);
  console.log(`\n${formatGoals(figures)}\n`);
  console.log(JSON.stringify({ bench: 'ledger', ...figures, inFlight: transfers || null, ...machine }));
}
