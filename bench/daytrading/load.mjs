import * as grammar from '../../libs/daytrading/dist/index.js';
import { playWorkload } from '../../tools/daytrade/run.mjs';
import { Session, throwAwayAccount } from '../../tools/daytrade/session.mjs';
import { serve } from '../ledger/contender.mjs';
import { watchCpu } from '../ledger/cpu.mjs';

const nobodyLooks = { isTTY: false, write: () => true };

/** The client of the workload runner in a process of its own. Every run is a new workload of the same person. */
serve(async ({ port, watched }) => {
  const origin = `http://127.0.0.1:${port}`;
  const session = new Session(origin, throwAwayAccount());
  await session.register();
  const { signal } = new AbortController();

  const play = async ({ file, name, connections, batch }) => {
    const request = { method: 'POST', body: { name, quotes: 'fixed' } };
    const workload = await (await session.call('/workloads', request)).json();
    const readCpu = watchCpu(watched);
    const where = { session, workload, origin };
    const how = { workload: file, connections, batch };
    const { dump, player } = await playWorkload(where, how, grammar, { stderr: nobodyLooks, signal });
    const used = readCpu();
    const { ok, failed, seconds, latencies } = player;
    const commands = ok + failed;
    if (dump) await finish(workload, dump);
    return {
      ...{ id: workload.id, commands, seconds, tps: commands / seconds },
      ...{ p50Ms: latencies.quantile(0.5), p99Ms: latencies.quantile(0.99) },
      cpuMicros: Object.fromEntries(
        Object.entries(used).map(([who, spent]) => [who, (spent * 1e6) / commands]),
      ),
    };
  };

  /** The last line by a way on which nobody has to read the log. */
  const finish = async ({ id }, { body }) => {
    const request = { method: 'POST', body, type: 'application/x-ndjson' };
    const { ok } = await (await session.call(`/commands?workload=${id}`, request)).json();
    if (!ok) throw new Error('The last DUMPLOG failed');
  };

  const state = async (id) => (await session.call(`/workloads/${id}/state`)).json();
  return { play, state };
});
