import { expect, request, type APIRequestContext } from '@playwright/test';
import { password, type Person } from './person.js';

/** Somebody who speaks with the API and not through a browser. */
export class WalletClient {
  private constructor(
    private readonly api: APIRequestContext,
    private readonly token: string,
  ) {}

  static async register(displayName: string): Promise<WalletClient> {
    const api = await request.newContext({ baseURL: process.env['TRADEYARD_URL'] });
    const name = displayName.toLowerCase().replaceAll(' ', '.');
    const email = `${name}.${Date.now()}.client@example.org`;
    const data = { email, password, displayName, baseCurrency: 'EUR' };
    return new WalletClient(api, await tokenFrom(api, '/auth/register', data));
  }

  /** The same person as in a browser. */
  static async of({ page }: Person): Promise<WalletClient> {
    const api = page.context().request;
    return new WalletClient(api, await tokenFrom(api, '/auth/refresh', {}));
  }

  async handle(): Promise<string> {
    const answer = await this.api.get('/api/v1/me', { headers: this.headers });
    return ((await answer.json()) as { handle: string }).handle;
  }

  deposit(amount: string, currency: string): Promise<{ id: string }> {
    return this.send('/wallet/deposits', { amount: { amount, currency } });
  }

  async send(path: string, data: object): Promise<{ id: string }> {
    const answer = await this.api.post(`/api/v1${path}`, { data, headers: this.headers });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as { id: string };
  }

  private get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }
}

async function tokenFrom(api: APIRequestContext, path: string, data: object): Promise<string> {
  const answer = await api.post(`/api/v1${path}`, { data });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return ((await answer.json()) as { accessToken: string }).accessToken;
}
