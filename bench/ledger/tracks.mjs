import { httpConnections } from './contenders.mjs';

/** How many transfers are tried in flight before the rounds; the rounds go on with the best. */
export const inFlightCandidates = [512, 1024, 2048, 4096];

/** Clients of a busy system whose latency is asked for. */
const loadedClients = 256;

/** Latencies need less time than rates. */
const latencySecondsShare = 0.5;

/**
 * What is measured, each once in every round: the contender, and the load it gets. `transfers` is how many of them
 * are in flight where that was found out by trying.
 */
export function listTracks(parts, { seconds, transfers }) {
  const latencySeconds = Math.max(seconds * latencySecondsShare, 1);
  const track = (part, name, contender, load) => ({
    part,
    name,
    contender,
    label: labels[name],
    load: { seconds, ...load },
  });
  const latency = (name, contender, load) =>
    track('e', name, contender, { seconds: latencySeconds, ...load });
  const all = [
    track('a', 'pgbench8', 'pgbench', { inFlight: 8 }),
    track('a', 'pgbench32', 'pgbench', { inFlight: 32 }),
    track('b', 'inProcess', 'ledger', { inFlight: transfers }),
    track('f', 'big', 'big', { inFlight: transfers }),
    track('c', 'http', 'http', { inFlight: httpConnections }),
    track('d', 'textbook8', 'textbook', { inFlight: 8, what: 'transfer' }),
    track('d', 'textbook32', 'textbook', { inFlight: 32, what: 'transfer' }),
    track('g', 'hotAccount', 'ledger', { inFlight: transfers, toMerchant: true }),
    latency('idle', 'ledger', { inFlight: 1 }),
    latency('idleTextbook', 'textbook', { inFlight: 1, what: 'transfer' }),
    latency('idleCommit', 'textbook', { inFlight: 1, what: 'commit' }),
    latency('loaded', 'ledger', { inFlight: loadedClients }),
  ];
  return all.filter(({ part }) => parts.has(part));
}

/** What a track is called in the table. */
export const labels = {
  pgbench8: '(a) pgbench TPC-B, 8 clients',
  pgbench32: '(a) pgbench TPC-B, 32 clients',
  inProcess: '(b) LedgerService',
  big: '(f) LedgerService, 1,000,000 accounts',
  http: '(c) HTTP, 256 connections',
  textbook8: '(d) TypeORM, one by one, 8 clients',
  textbook32: '(d) TypeORM, one by one, 32 clients',
  hotAccount: '(g) LedgerService, all to one account',
  idle: '(e) LedgerService, 1 client',
  idleTextbook: '(e) TypeORM, 1 client',
  idleCommit: '(e) a bare insert and commit, 1 client',
  loaded: '(e) LedgerService, 256 clients',
};
