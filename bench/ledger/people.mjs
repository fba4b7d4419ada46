import { randomUUID } from 'node:crypto';
import { currency } from './commands.mjs';

const password = 'correct horse battery staple';

/** As many passwords are checked at once; the API has four threads for it. */
const togetherMax = 4;

/** Access tokens end after a quarter of an hour. */
const tokenLifeMs = 8 * 60_000;

/** People who registered and paid in some money, all through the API; `tokens()` are fresh ones, in their order. */
export async function registerPeople(origin, count, name = 'sender') {
  const post = async (path, body, headers = {}) => {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const email = (number) => `${name}-${number}@example.org`;
  const forEveryone = async (action) => {
    const results = [];
    for (let first = 0; first < count; first += togetherMax) {
      const numbers = Array.from({ length: Math.min(togetherMax, count - first) }, (_, i) => first + i);
      results.push(...(await Promise.all(numbers.map(action))));
    }
    return results;
  };

  let tokens = await forEveryone(async (number) => {
    const person = {
      email: email(number),
      password,
      displayName: `Sender ${number}`,
      baseCurrency: currency,
    };
    const { accessToken } = await post('/auth/register', person);
    const headers = { authorization: `Bearer ${accessToken}`, 'idempotency-key': randomUUID() };
    await post('/wallet/deposits', { amount: { amount: '1000000.00', currency } }, headers);
    return accessToken;
  });
  let signedInAtMs = Date.now();

  return {
    tokens: async () => {
      if (Date.now() - signedInAtMs > tokenLifeMs) {
        const signIn = (number) => post('/auth/login', { email: email(number), password });
        tokens = (await forEveryone(signIn)).map(({ accessToken }) => accessToken);
        signedInAtMs = Date.now();
      }
      return tokens;
    },
  };
}
