import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const base = '/api/v1/daytrading';

/**
 * The day-trading API as the runner sees it, for tests: it knows how far each user is and what was done, and refuses what has
 * a flaw. `disturb(request)` may answer `{ status }`, or `{ lose: 'before' | 'after' }` to break the connection before or after
 * the work was done, or `{ isSilent }` never to answer; `delayMs` is how long a command takes.
 */
export async function startFakeTradeyard({ readCommand, delayMs = 0, disturb = () => undefined } = {}) {
  const state = {
    ...{ done: [], requests: [], overlaps: [], sockets: new Set(), tokens: [], workloads: [], mostAtOnce: 0 },
    ...{ users: new Map(), underWay: new Map(), validToken: '', accounts: new Map() },
  };
  const context = { state, readCommand, delayMs, disturb };
  const server = createServer((request, response) => {
    void answer(context, request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
  server.on('connection', (socket) => state.sockets.add(socket));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { ...context, origin: `http://127.0.0.1:${server.address().port}`, stop };
}

async function answer(context, request, response) {
  const { state, disturb } = context;
  let text = '';
  for await (const chunk of request) text += chunk;
  const { pathname, searchParams } = new URL(request.url, 'http://here');
  const json = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (pathname.startsWith('/api/v1/auth/')) return signIn(context, pathname, JSON.parse(text), json);
  const path = pathname.slice(base.length);
  const seen = { method: request.method, path, text, token: request.headers.authorization };
  state.requests.push(seen);
  if (seen.token !== `Bearer ${state.validToken}`) return json(401, { code: 'unauthenticated' });
  const disturbance = disturb(seen) ?? {};
  if (disturbance.isSilent) return;
  if (disturbance.lose === 'before') return response.destroy();
  if (disturbance.status) return json(disturbance.status, { code: disturbance.code ?? 'out_of_order' });
  if (disturbance.lose === 'after') response.end = () => response.destroy();
  if (path === '/commands') return answerLines(context, text, response, disturbance);
  if (searchParams.has('workload') && path !== '/dumplog')
    return answerOne(context, path, JSON.parse(text), json);
  return answerOther(context, { ...seen, searchParams }, response, json);
}

function signIn({ state }, pathname, { email, password }, json) {
  if (pathname.endsWith('register')) state.accounts.set(email, password);
  if (state.accounts.get(email) !== password) return json(401, { code: 'unauthenticated' });
  state.validToken = `token-${state.tokens.length}`;
  state.tokens.push(state.validToken);
  return json(200, { accessToken: state.validToken });
}

async function answerOne(context, path, { transaction, ...fields }, json) {
  const name = path.slice(1).toUpperCase().replaceAll('-', '_');
  const result = await execute(context, { transaction, command: name, args: Object.values(fields) });
  json(result.ok ? 200 : 422, result);
}

async function answerLines(context, text, response, { unavailableFrom = Infinity, loseFrom = Infinity }) {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  let line = 0;
  for (const each of text.split('\n').map((json) => JSON.parse(json))) {
    line += 1;
    if (line >= loseFrom) return response.destroy();
    const result =
      line >= unavailableFrom
        ? { transaction: each.transaction, ok: false, code: 'service_unavailable', message: 'later' }
        : await execute(context, each);
    const answered = `${JSON.stringify({ line, ...result })}\n`;
    // In two pieces, as a network may bring it.
    response.write(answered.slice(0, 9));
    response.write(answered.slice(9));
  }
  response.end();
}

/** Never twice, and notes when a user has two commands under way. */
async function execute({ state, readCommand, delayMs }, { transaction, command: name, args }) {
  const command = readCommand(transaction, name, args);
  const { user } = command;
  const known = state.users.get(user);
  const earlier = known?.get(transaction);
  if (earlier) return { ...earlier, replayed: true };
  if (state.underWay.get(user)) state.overlaps.push(user);
  state.underWay.set(user, true);
  const atOnce = [...state.underWay.values()].filter(Boolean).length;
  state.mostAtOnce = Math.max(state.mostAtOnce, atOnce);
  if (delayMs > 0) await sleep(delayMs);
  state.underWay.set(user, false);
  state.done.push({ transaction, user, name, args });
  const { flaw } = command;
  const result = flaw ? { transaction, ok: false, ...flaw } : { transaction, ok: true };
  state.users.set(user, (known ?? new Map()).set(transaction, result));
  return result;
}

/** Two at a time, so that there is always a next page. */
function answerPage(items, limitMax, searchParams, json) {
  if (!(Number(searchParams.get('limit')) <= limitMax)) return json(400, { code: 'validation_failed' });
  const from = Number(searchParams.get('cursor') ?? 0);
  return json(200, {
    items: items.slice(from, from + 2),
    next: items.length > from + 2 ? String(from + 2) : null,
  });
}

async function answerOther(context, { method, path, text, searchParams }, response, json) {
  const { state } = context;
  if (path === '/workloads' && method === 'POST') {
    const workload = { id: `w${state.workloads.length}`, ...JSON.parse(text) };
    state.workloads.unshift(workload);
    return json(201, workload);
  }
  if (path === '/workloads') return answerPage(state.workloads, 200, searchParams, json);
  if (path.endsWith('/traders')) {
    const items = [...state.users].map(([user, done]) => ({ user, transaction: Math.max(...done.keys()) }));
    return answerPage(items, 1000, searchParams, json);
  }
  if (path.endsWith('/state'))
    return json(200, {
      workload: 'x',
      users: { 10: { b: 1, a: {} }, 9: {} },
      totals: { state_sha256: 'abc' },
    });
  if (path === '/dumplog') {
    const { transaction, filename } = JSON.parse(text);
    await execute(context, { transaction, command: 'DUMPLOG', args: [filename] });
  }
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(`<log>${state.done.length}</log>`);
}
