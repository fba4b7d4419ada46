import { randomUUID } from 'node:crypto';
import { closedLoop } from '../ledger/closed-loop.mjs';
import { openConnection } from '../ledger/connection.mjs';
import { serve } from '../ledger/contender.mjs';
import { registerPeople } from '../ledger/people.mjs';
import { httpSymbol } from './seed.mjs';

const nameDigits = 12;

/** Limit orders that rest, placed through the API by people with a connection each. Every answer has to be a 201. */
serve(async ({ port, people: count, watched }) => {
  const people = await registerPeople(`http://127.0.0.1:${port}`, count, 'trader');
  let sent = 0;

  const measure = async (load) => {
    const tokens = await people.tokens();
    const connections = await Promise.all(tokens.map(() => openConnection(port)));
    const requests = tokens.map(requestOf);
    const run = randomUUID().slice(0, 8);
    try {
      return await closedLoop({ ...load, inFlight: count, watched }, async (index) => {
        const name = `${run}-${String((sent += 1)).padStart(nameDigits, '0')}`;
        const { status, text } = await connections[index].send(requests[index](name));
        if (status !== 201) throw new Error(`An order was answered by\n${text}`);
      });
    } finally {
      for (const connection of connections) connection.close();
    }
  };
  return { measure };
});

/** Writes one person's requests. Names are all equally long, so everything else is written once. */
function requestOf(token) {
  const body = (clientOrderId) =>
    JSON.stringify({
      ...{ symbol: httpSymbol, side: 'buy', type: 'limit', quantity: '1', limitPrice: '90.00' },
      ...{ timeInForce: 'gtc', clientOrderId },
    });
  const [bodyBegin, bodyEnd] = body('|').split('|');
  const length = bodyBegin.length + bodyEnd.length + nameDigits + 9;
  const head = [
    'POST /api/v1/orders HTTP/1.1',
    'Host: 127.0.0.1',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${length}`,
  ].join('\r\n');
  return (name) => `${head}\r\n\r\n${bodyBegin}${name}${bodyEnd}`;
}
