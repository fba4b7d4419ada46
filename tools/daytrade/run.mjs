import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { ended } from '../leash.mjs';
import { Refusal } from '../refusal.mjs';
import { showProgress } from './bar.mjs';
import { readTarget } from './connection.mjs';
import { formsOf } from './forms.mjs';
import { Fatal } from './lane.mjs';
import { readWorkload } from './lines.mjs';
import { saveLog, saveState } from './outputs.mjs';
import { insist, Player } from './player.mjs';
import { Requests } from './requests.mjs';
import { Session, throwAwayAccount } from './session.mjs';

const workloadsAtOnce = 100;
const tradersAtOnce = 1_000;

/**
 * Runs a workload on a server and writes its state and log; answers with what the last line of the output says. `server` is
 * `{ origin, account, isNew, durable, exited }`, `grammar` has the rules for reading lines.
 */
export async function runWorkload(options, server, grammar, { stderr, end }) {
  const failed = new AbortController();
  server.exited?.catch((error) => failed.abort(error));
  void ended(end).then(() => failed.abort(end.reason));
  const { signal } = failed;
  try {
    const session = await openSession(server, signal);
    const { workload, transactions } = await findWorkload(session, options, stderr, signal);
    const played = await playWorkload(
      { session, workload, transactions, origin: server.origin },
      options,
      grammar,
      {
        stderr,
        signal,
      },
    );
    const { dump, player, passedOver } = played;
    await saveLog({ session, workload, dump, file: options.log, signal });
    const state = await saveState({ session, workload, file: options.state, signal });
    return { ...describe(player, dump), ...describeRun(options, workload, server, state, passedOver) };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof Fatal) throw new Refusal(error.message);
    throw error;
  }
}

async function openSession({ origin, account, isNew, keepAccount }, signal) {
  const session = new Session(origin, account ?? throwAwayAccount());
  const open = () => (account && !isNew ? session.signIn() : session.register());
  try {
    await insist(open, { signal });
  } catch (error) {
    if (signal.aborted || error instanceof Fatal) throw error;
    throw new Refusal(`There is no Tradeyard at ${origin} (${error.cause?.code ?? error.message}).`);
  }
  keepAccount?.();
  return session;
}

/** A new workload, or with `resume` the newest of its name, with how far each of its users has come. */
async function findWorkload(session, { name, quotes, isQuotesGiven, resume }, stderr, signal) {
  if (resume) {
    const found = await insist(() => findByName(session, name), { signal });
    if (found) {
      if (isQuotesGiven && found.quotes !== quotes)
        throw new Refusal(`The workload "${name}" was begun with --quotes ${found.quotes}.`);
      return { workload: found, transactions: await insist(() => readTraders(session, found), { signal }) };
    }
    stderr.write(`  There is no workload "${name}" to go on with: it begins.\n`);
  }
  const create = async () =>
    (await session.call('/workloads', { method: 'POST', body: { name, quotes } })).json();
  return { workload: await insist(create, { signal }), transactions: new Map() };
}

async function readTraders(session, { id }) {
  const transactions = new Map();
  const traders = session.list(`/workloads/${id}/traders`, tradersAtOnce);
  for await (const { user, transaction } of traders) transactions.set(user, transaction);
  return transactions;
}

async function findByName(session, name) {
  for await (const workload of session.list('/workloads', workloadsAtOnce))
    if (workload.name === name) return workload;
  return undefined;
}

/**
 * Sends all lines but the last DUMPLOG, which is answered as `dump`. Users' lines up to their number in `transactions` are
 * done already and passed over.
 */
export async function playWorkload(
  { session, workload, transactions = new Map(), origin },
  { workload: file, connections, batch, patience },
  grammar,
  { stderr, signal },
) {
  const target = readTarget(origin);
  const requests = new Requests(target, workload.id, session.token);
  const renew = () => session.renew().then(() => requests.renew(session.token));
  const reading = { bytes: 0, bytesAll: statSync(file).size, lines: 0 };
  const say = (text) => bar.say(text);
  const player = new Player({ target, requests, renew, connections, batch, say, patience });
  let passedOver = 0;
  const isDone = ({ user, transaction }) => {
    reading.lines += 1;
    const done = transaction <= (transactions.get(user) ?? 0);
    if (done) passedOver += 1;
    return done;
  };
  const bar = showProgress(stderr, () => ({
    answered: player.ok + player.failed + passedOver,
    failed: player.failed,
    total: reading.bytes > 0 ? (reading.lines * reading.bytesAll) / reading.bytes : 0,
  }));
  const stopRenewing = session.keepFresh((token) => requests.renew(token));
  try {
    const parts = readWorkload(file, grammar, formsOf(batch, grammar), (bytes) => (reading.bytes = bytes));
    const dump = await player.play(parts, { isDone, signal });
    return { dump, player, passedOver };
  } finally {
    stopRenewing();
    bar.stop();
  }
}

/** What the commands came to; the last DUMPLOG is one more that was carried out, outside of the time. */
function describe({ ok, failed, seconds, latencies }, dump) {
  const commands = ok + failed;
  const round = (value) => value && Number(value.toFixed(3));
  return {
    commands: commands + (dump ? 1 : 0),
    ok: ok + (dump ? 1 : 0),
    failed,
    seconds: round(seconds),
    commandsPerSecond: seconds > 0 ? Math.round(commands / seconds) : 0,
    p50Ms: round(latencies.quantile(0.5)),
    p99Ms: round(latencies.quantile(0.99)),
  };
}

const describeRun = ({ connections, batch, resume }, { quotes }, { durable = null }, state, passedOver) => ({
  durable,
  cores: availableParallelism(),
  connections,
  batch,
  quotes,
  ...(resume && { passedOver }),
  stateSha256: state.totals.state_sha256,
});
