import { money } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { Config, ConfigError } from './config.js';

const least = { DATABASE_URL: 'postgres://me@localhost/tradeyard', AUTH_SECRET: 'x'.repeat(32) };

it('needs two variables and has a value for each other', () => {
  expect(new Config(least)).toEqual({
    ...new Config(least),
    databaseUrl: least.DATABASE_URL,
    authSecret: least.AUTH_SECRET,
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    webRoot: undefined,
    signInAttemptsPerMinute: 30,
    rateAgeDaysMax: 365,
    conversionSpreadBasisPoints: 0n,
  });
});

it('reads numbers, and takes an empty variable for none', () => {
  const { port, publicUrl, marketTickMs } = new Config({ ...least, PORT: '8080', MARKET_TICK_MS: '' });

  expect([port, publicUrl, marketTickMs]).toEqual([8080, 'http://localhost:8080', 1000]);
});

it('takes a spread of up to a tenth, and rates of any age that is told', () => {
  const { conversionSpreadBasisPoints, rateAgeDaysMax } = new Config({
    ...least,
    CONVERSION_SPREAD_BASIS_POINTS: '1000',
    RATE_AGE_DAYS_MAX: '1',
  });

  expect([conversionSpreadBasisPoints, rateAgeDaysMax]).toEqual([1000n, 1]);
});

it('keeps the future of its market to itself unless a seed is chosen', () => {
  const [one, same, other, chosen] = [
    least,
    least,
    { ...least, AUTH_SECRET: 'y'.repeat(32) },
    { ...least, MARKET_SEED: 'lesson 1' },
  ].map((environment) => new Config(environment).marketSeed);

  expect(one).toBe(same);
  expect(one).not.toBe(other);
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(chosen).toBe('lesson 1');
});

it('takes the word of the proxies that it is told of', () => {
  expect(new Config(least).trustProxy).toBe(false);
  expect(new Config({ ...least, TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' }).trustProxy).toEqual([
    '127.0.0.1',
    '10.0.0.0/8',
  ]);
});

it('asks the central bank and one more for rates, or those that it is told', () => {
  const { rateSources, currencyApiUrls } = new Config(least);
  const asked = (RATE_SOURCES: string) =>
    new Config({ ...least, RATE_SOURCES, OPEN_EXCHANGE_RATES_KEY: 'secret' }).rateSources;

  expect(rateSources).toEqual(['ecb', 'currency-api']);
  expect(currencyApiUrls.map((each) => each.replace('{date}', 'latest'))).toEqual([
    'https://cdn.jsdelivr.net/npm/@fawazahmed0/currency-api@latest/v1/currencies/',
    'https://latest.currency-api.pages.dev/v1/currencies/',
  ]);
  expect(asked('open-exchange-rates, ecb')).toEqual(['open-exchange-rates', 'ecb']);
  expect(asked('none')).toEqual([]);
});

it('takes a folder with a slash at its end or without, and the address of a file as it is', () => {
  const config = new Config({
    ...least,
    ECB_URL: 'https://example.org/daily.xml',
    CURRENCY_API_URL: 'https://example.org/{date}/v1,http://localhost:8080/{date}/',
    OPEN_EXCHANGE_RATES_URL: 'https://example.org/api',
  });

  expect(config.ecbUrl).toBe('https://example.org/daily.xml');
  expect(config.currencyApiUrls).toEqual(['https://example.org/{date}/v1/', 'http://localhost:8080/{date}/']);
  expect(config.openExchangeRatesUrl).toBe('https://example.org/api/');
});

it('wants a key for the service that wants one', () => {
  expect(() => new Config({ ...least, RATE_SOURCES: 'ecb,open-exchange-rates' })).toThrow(
    /^OPEN_EXCHANGE_RATES_KEY must be set/,
  );
});

it('sends email where it is told how and by whom, and nothing into its own network unless it may', () => {
  const { mail, webhookPrivateAddresses } = new Config(least);
  expect([mail, webhookPrivateAddresses]).toEqual([undefined, 'deny']);

  const env = {
    ...least,
    SMTP_URL: 'smtps://me:secret@mail.example.org',
    MAIL_FROM: 'Trade <t@example.org>',
  };
  expect(new Config(env).mail).toEqual({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM });
  expect(() => new Config({ ...env, MAIL_FROM: '' })).toThrow(/^MAIL_FROM must be set/);
});

it.each([
  ['quotes.example.org:4444', { host: 'quotes.example.org', port: 4444 }],
  ['127.0.0.1:1', { host: '127.0.0.1', port: 1 }],
  ['quote_server:65535', { host: 'quote_server', port: 65_535 }],
  ['[::1]:4444', { host: '::1', port: 4444 }],
  ['[fe80::1%eth0]:4444', { host: 'fe80::1%eth0', port: 4444 }],
  ['', undefined],
])('asks the quote server at "%s"', (QUOTE_SERVER, expected) => {
  expect(new Config({ ...least, QUOTE_SERVER }).quoteServer).toEqual(expected);
});

it('reads limits as exact money, and sets none by itself', () => {
  const { limits } = new Config({ ...least, DEPOSIT_LIMIT: '10000 EUR', HOLD_LIMIT: '0.00000001 BTC' });

  expect(limits).toEqual({ deposit: money(1_000_000n, 'EUR'), hold: money(1n, 'BTC') });
  expect(new Config({ ...least, TRANSFER_LIMIT: '' }).limits).toEqual({});
});

const noLimits = [
  '10000',
  'EUR',
  '0 EUR',
  '-1 EUR',
  '1.001 EUR',
  '1 EUR a day',
  '1  EUR',
  '1 eur',
  '1 XQQ',
  '1 HRK',
];

describe.each([
  ['DATABASE_URL', [undefined, '', 'mysql://localhost/tradeyard', 'localhost']],
  ['AUTH_SECRET', [undefined, '', 'x'.repeat(31)]],
  ['PORT', ['0', '65536', '80.5', 'http', '-1']],
  ['PUBLIC_URL', ['trade.example.org', '/']],
  ['SIGN_IN_ATTEMPTS_PER_MINUTE', ['0', 'many']],
  ['RATE_SOURCES', ['ECB', 'ecb,', 'ecb,ecb', 'ecb,yahoo', 'none,ecb']],
  ['ECB_URL', ['ecb']],
  ['CURRENCY_API_URL', ['https://example.org/', '{date}', 'https://example.org/{date}/,', 'currency-api']],
  ['OPEN_EXCHANGE_RATES_URL', ['openexchangerates']],
  ['RATE_AGE_DAYS_MAX', ['0', '-1', '1.5', '36501', 'never']],
  ['CONVERSION_SPREAD_BASIS_POINTS', ['-1', '0.5', '1001', '1%']],
  ['MARKET_TICK_MS', ['49', '60001']],
  ['STREAM_CONNECTIONS_PER_USER', ['0', '100001', 'many']],
  ['REDIS_URL', ['localhost:6379', 'http://localhost:6379', 'yes']],
  [
    'QUOTE_SERVER',
    [
      ...['localhost', '4444', ':4444', 'localhost:', 'localhost:0', 'localhost:65536', 'localhost:4444/'],
      ...['tcp://localhost:4444', '::1:4444', '[localhost]:4444', '[::1]', '[]:4444', 'me@localhost:4444'],
      ...['local host:4444', 'localhost:+44'],
    ],
  ],
  ['MARKET_SPEED', ['0', '0.5', '10001']],
  ['MARKET_REPLAY_SPEED', ['0', 'fast', '1000001']],
  ['MARKET_REPLAY_FROM', ['yesterday', '2020-02-30', '2020']],
  ['YAHOO_URL', ['yahoo', 'ws://localhost/']],
  ['BINANCE_URL', ['binance', 'wss://localhost/']],
  ['BINANCE_STREAM_URL', ['binance', 'https://localhost/']],
  ['FINNHUB_URL', ['finnhub', 'https://localhost/']],
  ['TRUST_PROXY', ['yes', '10.0.0.0/33', '10.0.0.1,', '1']],
  ['SMTP_URL', ['mail.example.org', 'https://mail.example.org']],
  ['MAIL_FROM', ['Tradeyard', 'a@b@c', '<alerts@example.org', 'x\r\ny <alerts@example.org>']],
  ['WEBHOOK_PRIVATE_ADDRESSES', ['yes', 'ALLOW']],
  ['DEPOSIT_LIMIT', noLimits],
  ['WITHDRAWAL_LIMIT', noLimits],
  ['TRANSFER_LIMIT', noLimits],
  ['CONVERSION_LIMIT', noLimits],
  ['HOLD_LIMIT', noLimits],
])('%s', (name, values) => {
  it.each(values)('is named in one sentence when it is %j', (value) => {
    const read = () => new Config({ ...least, [name]: value });

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name} must [^\\n]+$`));
  });
});

describe('how long candles are kept', () => {
  it('is said for all, for some, or for none', () => {
    const of = (text: string) => new Config({ ...least, CANDLE_RETENTION: text }).candleRetentionDays;
    const usual = { '1m': 90, '5m': 365, '15m': 730, '1h': 3_650, '1d': null };
    expect(of('')).toEqual(usual);
    expect(of('1m=1y, 1h=forever')).toEqual({ ...usual, '1m': 365, '1h': null });
    expect(of('1m=1d,5m=2d,15m=3d,1h=4d,1d=5y')).toEqual({
      '1m': 1,
      '5m': 2,
      '15m': 3,
      '1h': 4,
      '1d': 1_825,
    });
  });

  it.each(['90d', '1m=0d', '1m=90', '2m=90d', '1m=90d,1m=80d', '1m=90d,', '1m=-1d', '1m=never'])(
    'cannot be "%s"',
    (text) => {
      expect(() => new Config({ ...least, CANDLE_RETENTION: text })).toThrow(
        new ConfigError(
          'CANDLE_RETENTION must be some of 1m, 5m, 15m, 1h, 1d, each with its time, such as 1m=90d,1h=10y,1d=forever',
        ),
      );
    },
  );
});
