import { randomUUID } from 'node:crypto';
import { closedLoop } from './closed-loop.mjs';
import { currency } from './commands.mjs';
import { openConnection } from './connection.mjs';
import { serve } from './contender.mjs';
import { registerPeople } from './people.mjs';
import { handle } from './seed.mjs';

const keyDigits = 12;

/**
 * Transfers through the API, each from one of its signed-in people, who all have a connection of their own, to a
 * random one of the seeded. Every answer is looked at: it has to be a 201.
 */
serve(async ({ port, people: count, accounts, watched }) => {
  const people = await registerPeople(`http://127.0.0.1:${port}`, count);
  let sent = 0;

  const measure = async (load) => {
    const tokens = await people.tokens();
    const connections = await Promise.all(tokens.slice(0, load.inFlight).map(() => openConnection(port)));
    const requests = tokens.map(requestOf);
    const run = randomUUID();
    try {
      return await closedLoop({ ...load, watched }, async (index) => {
        const key = `${run}-${String((sent += 1)).padStart(keyDigits, '0')}`;
        const to = handle(Math.floor(Math.random() * accounts));
        const { status, text } = await connections[index].send(requests[index](key, to));
        if (status !== 201) throw new Error(`A transfer was answered by\n${text}`);
      });
    } finally {
      for (const connection of connections) connection.close();
    }
  };
  return { measure };
});

/** Writes one person's requests. Keys and handles are all equally long, so everything else is written once. */
function requestOf(token) {
  const body = (to) => JSON.stringify({ to, amount: { amount: '0.01', currency } });
  const [bodyBegin, bodyEnd] = body('|').split('|');
  const head = [
    'POST /api/v1/wallet/transfers HTTP/1.1',
    'Host: 127.0.0.1',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${body(handle(0)).length}`,
    'Idempotency-Key: ',
  ].join('\r\n');
  return (key, to) => `${head}${key}\r\n\r\n${bodyBegin}${to}${bodyEnd}`;
}
