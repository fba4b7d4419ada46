import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ended } from '../../tools/leash.mjs';
import { inRoot, root } from '../../tools/paths.mjs';
import { apiEnvironment, startApi } from '../ledger/api.mjs';
import { createDatabase, startDatabase, withClient } from '../ledger/database.mjs';
import { registerPeople } from '../ledger/people.mjs';
import { findHistory } from './file.mjs';
import { measureHistories } from './histories.mjs';

const execute = promisify(execFile);
const goals = { importSecondsMax: 3, historyMsMax: 50 };

/** Imports the history of rates into empty databases, then asks the built API for whole histories of pairs. */
export async function measure({ rounds, requests, file }, progress, end) {
  const folder = mkdtempSync(join(tmpdir(), 'tradeyard-bench-'));
  const server = await startDatabase({ gigabytesNeeded: 1 });
  const running = {};
  try {
    const work = async () => {
      const history = findHistory(file, folder);
      const imports = await measureImports({ server, history, rounds, progress, end });
      running.api = await startApi(imports.at(-1).url);
      const [token] = await (await registerPeople(`http://127.0.0.1:${running.api.port}`, 1)).tokens();
      const ask = () => measureHistories(running.api.port, token, requests, end);
      const histories = await progress.step('histories', 'reading …', ask, () => 'histories read');
      const { rows } = await withClient(server.url, (client) => client.query('show server_version'));
      report({ history, imports, histories, requests, postgres: rows[0].server_version });
    };
    await Promise.race([work(), ended(end).then(() => end.throwIfAborted())]);
  } finally {
    await running.api?.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureImports({ server, history, rounds, progress, end }) {
  const imports = [];
  for (let round = 1; round <= rounds; round++) {
    end.throwIfAborted();
    const url = await createDatabase(server.url, `bench_rates_${round}`);
    const first = () => importRates(url, history.path);
    const once = await progress.step(
      'import',
      `round ${round} of ${rounds} …`,
      first,
      ({ seconds }) => `imported in ${seconds} s, with the start of the command`,
    );
    const again = await progress.step(
      'import',
      'the same again …',
      first,
      ({ seconds }) => `imported in ${seconds} s, with the start of the command`,
    );
    imports.push({
      url,
      seconds: once.seconds,
      commandSeconds: once.commandSeconds,
      againSeconds: again.seconds,
    });
  }
  return imports;
}

/** The command as it is shipped. `seconds` is what it says itself, `commandSeconds` all of it, from its start to its end. */
async function importRates(databaseUrl, path) {
  const begin = performance.now();
  const { stdout } = await execute(
    process.execPath,
    [inRoot('apps', 'api', 'dist', 'cli.js'), 'import:rates', path],
    {
      cwd: root,
      env: { PATH: process.env.PATH, ...apiEnvironment(databaseUrl) },
    },
  );
  const said = stdout.trim().split('\n').at(-1);
  return {
    said,
    seconds: Number(/in ([\d.]+) s/.exec(said)[1]),
    commandSeconds: (performance.now() - begin) / 1000,
  };
}

function report({ history, imports, histories, requests, postgres }) {
  const middle = (read) => imports.map(read).sort((a, b) => a - b)[imports.length >> 1];
  const worst = (read) => Math.max(...histories.map(read));
  const figures = {
    bench: 'rates',
    historyP50Ms: round(
      worst(({ p50Ms }) => p50Ms),
      1,
    ),
    historyP99Ms: round(
      worst(({ p99Ms }) => p99Ms),
      1,
    ),
    importSeconds: round(
      middle(({ seconds }) => seconds),
      2,
    ),
    importCommandSeconds: round(
      middle(({ commandSeconds }) => commandSeconds),
      2,
    ),
    importAgainSeconds: round(
      middle(({ againSeconds }) => againSeconds),
      2,
    ),
  };
  console.log(
    `\n${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ` +
      `${process.platform} ${release()}, Node ${process.versions.node}, PostgreSQL ${postgres}\n`,
  );
  console.log(`Import of ${history.origin}, the median of ${imports.length}:`);
  console.log(
    `  ${figures.importSeconds} s into an empty database, ${figures.importCommandSeconds} s with the start of the command`,
  );
  console.log(`  ${figures.importAgainSeconds} s when it is all there already\n`);
  console.log(`27 years of a pair through HTTP, ${requests} times each:\n`);
  console.log(formatTable(histories));
  console.log(`\n${goal(figures.importSeconds, goals.importSecondsMax)} s for the import`);
  console.log(
    `${goal(figures.historyP50Ms, goals.historyMsMax)} ms for a history, the slowest of the medians`,
  );
  console.log(JSON.stringify(figures));
}

const goal = (value, most) => `${value <= most ? 'reached' : 'MISSED '}  ${value} of at most ${most}`;

const round = (value, places) => Number(value.toFixed(places));

function formatTable(histories) {
  const lines = histories.map(({ pair, encoding, bytes, p50Ms, p99Ms, mostMs }) => {
    const times = [p50Ms, p99Ms, mostMs].map((ms) => ms.toFixed(1).padStart(7));
    return `| ${pair} | ${encoding.padEnd(8)} | ${String(Math.round(bytes / 1000)).padStart(4)} | ${times.join(' | ')} |`;
  });
  return [
    '| pair    | encoding |   kB |  p50 ms |  p99 ms | most ms |',
    '| ------- | -------- | ---: | ------: | ------: | ------: |',
    ...lines,
  ].join('\n');
}
