import { Agent, request } from 'node:http';

/** Two currencies with every day, two of which the franc and the pound have other days than most, one with the euro, one with a gap. */
const pairs = ['USD/JPY', 'GBP/CHF', 'EUR/USD', 'NOK/ISK'];
const encodings = ['gzip', 'identity'];

const warmUps = 30;

/**
 * Asks for the whole history of each pair again and again, over one connection, the next when the last has arrived
 * to its last byte. Answers how long that took for each pair and encoding.
 */
export async function measureHistories(port, token, count, end) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const measures = [];
  try {
    for (const encoding of encodings) {
      for (const pair of pairs) {
        const ask = () => readHistory({ port, token, agent, pair, encoding });
        for (let index = 0; index < warmUps; index++) await ask();
        const answers = [];
        for (let index = 0; index < count; index++) {
          end.throwIfAborted();
          answers.push(await ask());
        }
        measures.push({ pair, encoding, bytes: answers[0].bytes, ...summarise(answers.map(({ ms }) => ms)) });
      }
    }
  } finally {
    agent.destroy();
  }
  return measures;
}

/** Milliseconds until the last byte of an answer, and how many bytes it had. It has to be a 200. */
function readHistory({ port, token, agent, pair, encoding }) {
  const [base, quote] = pair.split('/');
  const path = `/api/v1/rates/history?base=${base}&quote=${quote}`;
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': encoding };
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    request({ host: '127.0.0.1', port, path, agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk) => (bytes += chunk.length));
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve({ ms: performance.now() - begin, bytes });
        else reject(new Error(`${path} was answered by ${response.statusCode}`));
      });
    })
      .once('error', reject)
      .end();
  });
}

function summarise(times) {
  const sorted = times.sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50Ms: at(0.5), p99Ms: at(0.99), mostMs: sorted.at(-1) };
}
