import { apiEnvironment, startApi } from './api.mjs';
import { startContender } from './contender.mjs';
import { createDatabase, withClient } from './database.mjs';
import { findPgbench, preparePgbench } from './pgbench.mjs';
import { seededPostings, seedLedger, seedPeople } from './seed.mjs';
import { countTransfers } from './soundness.mjs';

const accounts = 10_000;
const accountsOfBig = 1_000_000;

/** As many people are signed in, each with a connection of their own. */
export const httpConnections = 256;

/** Which contenders the parts need. */
export const contendersOf = {
  a: ['pgbench'],
  b: ['ledger'],
  c: ['ledger', 'http'],
  d: ['textbook'],
  e: ['ledger', 'textbook'],
  f: ['ledger', 'big'],
  g: ['ledger'],
};

/**
 * Makes the contenders' databases, fills them and starts the contenders. Each has `measure` and `stop`; those on a
 * ledger also say in `ledger` where it is and how many transfers were there before.
 */
export const prepare = {
  async pgbench({ server, progress, end }) {
    const program = findPgbench();
    const make = async () =>
      preparePgbench(program, await createDatabase(server.url, 'bench_pgbench'), server.watched, end);
    return progress.step('pgbench', 'filling its tables …', make, () => 'filled');
  },

  ledger: (context) => startLedger(context, 'bench_ledger', accounts),
  big: (context) => startLedger(context, 'bench_big', accountsOfBig),

  // On the ledger's own database, which has to be there by now.
  async http({ server, progress, contenders }) {
    const { url } = contenders.ledger.ledger;
    await withClient(url, (client) => seedPeople(client, accounts));
    const api = await progress.step(
      'api',
      'starting …',
      () => startApi(url),
      () => 'ready',
    );
    const options = { port: api.port, people: httpConnections, accounts };
    const watched = { postgres: server.watched, apiPid: api.pid };
    try {
      const load = await progress.step(
        'people',
        'signing up …',
        () => startContender('./http.mjs', { ...options, watched }),
        () => `${httpConnections} signed in`,
      );
      return { measure: load.measure, stop: () => load.stop().finally(api.stop) };
    } catch (error) {
      await api.stop();
      throw error;
    }
  },

  async textbook({ server }) {
    const url = await createDatabase(server.url, 'bench_textbook');
    return startContender('./textbook.mjs', { url, accounts, watched: { postgres: server.watched } });
  },
};

async function startLedger({ server, progress }, name, count) {
  const url = await createDatabase(server.url, name);
  const options = { environment: apiEnvironment(url), accounts: count };
  // It migrates the database when it connects.
  const contender = await startContender('./in-process.mjs', {
    ...options,
    watched: { postgres: server.watched },
  });
  try {
    const fill = () => withClient(url, (client) => seedLedger(client, count));
    const [people, postings] = [count, seededPostings(count)].map((number) => number.toLocaleString('en-US'));
    const wording = `${people} accounts, ${postings} postings`;
    await progress.step('ledger', `writing ${wording} …`, fill, () => wording);
    const transfersBefore = await withClient(url, countTransfers);
    return { ...contender, ledger: { name, url, transfersBefore } };
  } catch (error) {
    await contender.stop();
    throw error;
  }
}
