import { randomBytes } from 'node:crypto';
import { Refusal } from '../refusal.mjs';

/** An account that nobody will sign in to again. */
const throwAwayAccount = () => ({
  email: `portfolio-${randomBytes(8).toString('hex')}@example.org`,
  password: randomBytes(24).toString('base64url'),
  displayName: 'Portfolio cases',
  baseCurrency: 'USD',
});

/** Asks the API at `origin` for calculations, as somebody new. */
export async function openCalculator(origin, signal) {
  const { accessToken } = await post(`${origin}/api/v1/auth/register`, throwAwayAccount(), {}, signal);
  const headers = { authorization: `Bearer ${accessToken}` };
  return (request) => post(`${origin}/api/v1/portfolios/calculation`, request, headers, signal);
}

async function post(url, body, headers, signal) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal,
  }).catch((error) => {
    if (signal.aborted) throw error;
    throw fatal(`Nobody answers at ${url} (${error.cause?.code ?? error.message}).`);
  });
  if (response.ok) return response.json();
  const said = (await response.text()).slice(0, 300);
  const sentence = `${url} answered ${response.status}: ${said}`;
  // What the rules refuse is told of the one case; anything else would be the same for all.
  throw response.status === 422 ? new Error(sentence) : fatal(sentence);
}

const fatal = (sentence) => Object.assign(new Refusal(sentence), { isFatal: true });
