import { randomBytes } from 'node:crypto';
import { Fatal } from './lane.mjs';

/** Access tokens end after a quarter of an hour. */
const tokenLifeMs = 8 * 60_000;

/** An account that nobody will sign in to again. */
export const throwAwayAccount = () => ({
  email: `daytrade-${randomBytes(8).toString('hex')}@example.org`,
  password: randomBytes(24).toString('base64url'),
});

/** Signs in to the API at `origin`, or opens the account first with `isNew`. `call` sends requests that are not many. */
export class Session {
  token = '';
  #origin;
  #account;
  #signedInAtMs = 0;
  #renewing;

  constructor(origin, account) {
    this.#origin = origin;
    this.#account = account;
  }

  async register() {
    const person = { ...this.#account, displayName: 'Day trading', baseCurrency: 'USD' };
    this.#keep(await this.#post('/auth/register', person));
  }

  async signIn() {
    this.#keep(await this.#post('/auth/login', this.#account));
  }

  /** A new token. Whoever asks meanwhile waits for the same one. */
  renew() {
    this.#renewing ??= this.signIn().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  /** Calls `onRenewed` with each new token, which comes well before the old one ends. Answers how to stop that. */
  keepFresh(onRenewed) {
    const renew = () => void this.renew().then(() => onRenewed(this.token), () => {}); // prettier-ignore
    const timer = setInterval(renew, tokenLifeMs).unref();
    return () => clearInterval(timer);
  }

  /** Answers with the response of the day-trading API, which is a 2xx; throws a Fatal for what will not pass. `body` is text, or becomes JSON. */
  async call(path, { method = 'GET', body, type = 'application/json', signal } = {}) {
    if (Date.now() - this.#signedInAtMs > tokenLifeMs) await this.renew();
    const response = await fetch(`${this.#origin}/api/v1/daytrading${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'accept-encoding': 'identity', // to pack and unpack takes longer than to send
        ...(body && { 'content-type': type }),
      },
      ...(body && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal,
    });
    if (response.status === 401) await this.renew();
    if (!response.ok) throw await faultOf(response, path);
    return response;
  }

  /** All items of a list that comes in pages of at most so many. */
  async *list(path, limit) {
    let cursor = '';
    do {
      const { items, next } = await (await this.call(`${path}?limit=${limit}${cursor}`)).json();
      yield* items;
      cursor = next ? `&cursor=${encodeURIComponent(next)}` : '';
    } while (cursor);
  }

  #keep({ accessToken }) {
    this.token = accessToken;
    this.#signedInAtMs = Date.now();
  }

  async #post(path, body) {
    const response = await fetch(`${this.#origin}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw await faultOf(response, path);
    return response.json();
  }
}

async function faultOf(response, path) {
  const { status } = response;
  const said = (await response.text()).slice(0, 500);
  const mayPass = status >= 500 || status === 429 || (status === 401 && !path.startsWith('/auth/'));
  return new (mayPass ? Error : Fatal)(`${path} was answered by ${status}: ${said}`);
}
