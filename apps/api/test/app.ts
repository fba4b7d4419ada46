import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { inject } from 'vitest';
import { AppModule } from '../src/app.module.js';
import { appOptions, createAdapter, equip } from '../src/app.js';
import type { UserDto } from '../src/auth/auth.dto.js';
import { SourcePatience } from '../src/currency/source-client.provider.js';
import { LegacyQuotePatience } from '../src/daytrading/legacy-quotes.provider.js';
import { ProviderPatience } from '../src/market-data/market-provider.provider.js';
import { Clock } from '../src/platform/clock.js';
import { Config } from '../src/platform/config.js';
import { TestClient } from './client.js';
import { TestClock } from './clock.js';
import { createTestDatabase } from './database.js';

/** What a test may say differently; a test that wants ticks or sign-in limits sets them by `env`. */
const environment = {
  AUTH_SECRET: 'a secret that only tests know, long enough',
  SIGN_IN_ATTEMPTS_PER_MINUTE: '1000000',
  // Nobody listens there: no test reaches the network.
  ECB_URL: 'http://127.0.0.1:1/',
  CURRENCY_API_URL: 'http://127.0.0.1:1/{date}/',
  OPEN_EXCHANGE_RATES_URL: 'http://127.0.0.1:1/',
  YAHOO_URL: 'http://127.0.0.1:1/',
  BINANCE_URL: 'http://127.0.0.1:1/',
  BINANCE_STREAM_URL: 'ws://127.0.0.1:1/',
  FINNHUB_URL: 'ws://127.0.0.1:1/',
  RATE_AGE_DAYS_MAX: '36500', // the rates of the first start are of one day, and tests run on any later one
  MARKET_TICK_MS: '60000',
  MARKET_SEED: '1',
  DUPLICATE_ORDER_SECONDS: '0',
};

/** No test waits for seconds until a source of rates is asked again. */
export class TestPatience extends SourcePatience {
  override readonly timeoutMs: number = 300;
  override readonly firstRetryMs: number = 10;
  override readonly retryMsMax: number = 50;
  override readonly retryAfterMsMax: number = 2_000;
  override readonly failuresMax: number = 1_000;
}

/** No test waits for seconds until a provider is asked again. Answers may take their time: machines are busy. */
export class TestProviderPatience extends ProviderPatience {
  override readonly firstRetryMs: number = 10;
  override readonly retryMsMax: number = 50;
  override readonly goodSessionMs: number = 1_000;
  override readonly failuresMax: number = 1_000;
  override readonly restMs: number = 200;
  override readonly pollMs: number = 20;
  override readonly rosterMs: number = 1_000;
  override readonly ownerMs: number = 500;
}

/** No test waits for seconds for a quote server that is silent or away. */
export class TestLegacyQuotePatience extends LegacyQuotePatience {
  override readonly answerMs: number = 1_000;
  override readonly firstRetryMs: number = 5;
}

export const testPassword = 'correct horse battery staple';

type Registration = { email?: string; password?: string; displayName?: string; baseCurrency?: string };

/** A signed-in person: every request carries their access token. */
export class TestPerson extends TestClient {
  constructor(
    origin: string,
    readonly accessToken: string,
    readonly user: UserDto,
    readonly refreshToken: string,
  ) {
    super(origin, { authorization: `Bearer ${accessToken}` });
  }
}

/** The real application on a database of its own, listening on a free port. */
export class TestApp {
  /** Somebody without a session. */
  readonly anonymous: TestClient;
  private registrations = 0;

  constructor(
    readonly nest: NestFastifyApplication,
    readonly origin: string,
    readonly databaseUrl: string,
    /** Every route that the server answers, such as `GET /api/v1/me`, whoever registered it. */
    readonly routes: readonly string[],
    readonly clock: TestClock,
    private readonly drop: () => Promise<void>,
  ) {
    this.anonymous = new TestClient(origin);
  }

  /** A service or any other provider of the running application. */
  get<T>(type: Type<T>): T {
    return this.nest.get(type, { strict: false });
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows are what the statement says
  query(statement: string, parameters: readonly unknown[] = []): Promise<any[]> {
    return this.get(DataSource).query(statement, [...parameters]);
  }

  /** Registers somebody with an address of their own. */
  async register(registration: Registration = {}): Promise<TestPerson> {
    this.registrations += 1;
    const { status, body, headers } = await this.anonymous.post('/auth/register', {
      email: `person-${this.registrations}@example.org`,
      password: testPassword,
      displayName: `Person ${this.registrations}`,
      baseCurrency: 'EUR',
      ...registration,
    });
    if (status !== 201) throw new Error(`Registration was refused: ${JSON.stringify(body)}`);
    return new TestPerson(this.origin, body.accessToken, body.user, refreshTokenOf(headers) ?? '');
  }

  /** The same person, perhaps of another application on the same database. */
  async signIn({ user }: TestPerson): Promise<TestPerson> {
    const { body } = await this.anonymous.post('/auth/login', { email: user.email, password: testPassword });
    return new TestPerson(this.origin, body.accessToken, user, '');
  }

  async close(): Promise<void> {
    await this.nest.close();
    await this.drop();
  }
}

/** The refresh token that an answer sets as its cookie. */
export const refreshTokenOf = (headers: Headers): string | undefined =>
  /tradeyard_refresh=([^;]+)/.exec(headers.getSetCookie().join('\n'))?.[1];

/**
 * Starts the application on a fresh migrated database; `close()` it at the end.
 * `env` adds to or overrides the environment that it reads its configuration from.
 * With `databaseUrl` it works on that database, beside the application that made it.
 */
export async function createTestApp({
  clock = new TestClock(),
  env = {},
  databaseUrl,
}: { clock?: TestClock; env?: Record<string, string>; databaseUrl?: string } = {}): Promise<TestApp> {
  const database = databaseUrl
    ? { url: databaseUrl, drop: () => Promise.resolve() }
    : await createTestDatabase(inject('databaseServerUrl'));
  const config = new Config({ ...environment, DATABASE_URL: database.url, ...env });
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(Config)
    .useValue(config)
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(SourcePatience)
    .useClass(TestPatience)
    .overrideProvider(ProviderPatience)
    .useClass(TestProviderPatience)
    .overrideProvider(LegacyQuotePatience)
    .useClass(TestLegacyQuotePatience)
    .compile();
  const adapter = createAdapter();
  const routes: string[] = [];
  adapter.getInstance().addHook('onRoute', ({ method, url }) => {
    routes.push(...[method].flat().map((each) => `${each} ${url}`));
  });
  const app = await equip(
    module.createNestApplication<NestFastifyApplication>(adapter, {
      ...appOptions,
      logger: ['fatal', 'error'],
    }),
  );
  await app.listen(0, '127.0.0.1');
  return new TestApp(app, (await app.getUrl()).replace(/\/$/, ''), database.url, routes, clock, () =>
    database.drop(),
  );
}
