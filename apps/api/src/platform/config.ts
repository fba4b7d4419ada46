import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { isDay, type Day, type Money } from '@tradeyard/kernel';
import { z } from 'zod';
import { candleRetention, type CandleRetention } from './candle-retention.js';
import { limit } from './limit.js';
import { serverAddress, type ServerAddress } from './server-address.js';

const number = (name: string, least: number, most: number, fallback: number) =>
  z.coerce
    .number({ error: `${name} must be a number` })
    .int(`${name} must be a whole number`)
    .min(least, `${name} must be at least ${least}`)
    .max(most, `${name} must be at most ${most}`)
    .default(fallback);

const isProxyRange = (range: string): boolean => {
  const [address = '', bits = '0'] = range.split('/');
  return isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128);
};

/** Where exchange rates can come from. */
export const rateSourceNames = ['ecb', 'currency-api', 'open-exchange-rates'] as const;
export type RateSourceName = (typeof rateSourceNames)[number];

const isRateSource = (name: string): name is RateSourceName =>
  rateSourceNames.some((known) => known === name);

/** `ecb,currency-api`, in the order in which they are asked; `none` for no refresh at all. */
const rateSources = z
  .string()
  .transform((text, context) => {
    const names = text === 'none' ? [] : text.split(',').map((part) => part.trim());
    if (names.every(isRateSource) && new Set(names).size === names.length) return names;
    context.addIssue(`RATE_SOURCES must be none, or some of ${rateSourceNames.join(', ')}, each once`);
    return z.NEVER;
  })
  .default(['ecb', 'currency-api']);

/** A name is put behind it: without the slash it would replace the last folder. An address of a file names its folder. */
const asFolder = (address: string): string => (/\/[^/.]+$/.test(address) ? `${address}/` : address);

/** One or more addresses with a place for the day, the first that answers is taken. */
const datedAddresses = (name: string, fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) => text.split(',').map((part) => asFolder(part.trim())))
    .refine(
      (addresses) =>
        addresses.every((each) => each.includes('{date}') && URL.canParse(each.replace('{date}', 'latest'))),
      `${name} must be one or more addresses with {date} in them, separated by commas`,
    );

/** Yahoo has several hosts; another address stands for all of them. */
export const yahooUrlDefault = 'https://query2.finance.yahoo.com/';

/** An address of a folder, of one of two protocols. */
const address = (name: string, fallback: string, protocol: RegExp) =>
  z
    .string()
    .default(fallback)
    .refine(
      (text) => URL.canParse(text) && protocol.test(text),
      `${name} must be an address such as ${fallback}`,
    )
    .transform((text) => (text.endsWith('/') ? text : `${text}/`));

const environmentSchema = z.object({
  DATABASE_URL: z
    .string({ error: 'DATABASE_URL must be set, such as postgres://user:password@host:5432/tradeyard' })
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must start with postgres://'),
  AUTH_SECRET: z
    .string({ error: 'AUTH_SECRET must be set to a random text of at least 32 characters' })
    .min(32, 'AUTH_SECRET must be at least 32 characters long'),
  PORT: number('PORT', 1, 65_535, 3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ error: 'PUBLIC_URL must be an address such as https://trade.example.org' }).optional(),
  WEB_ROOT: z.string().optional(),
  SIGN_IN_ATTEMPTS_PER_MINUTE: number('SIGN_IN_ATTEMPTS_PER_MINUTE', 1, 1_000_000, 30),
  RATE_SOURCES: rateSources,
  ECB_URL: z
    .url({ error: 'ECB_URL must be an address' })
    .default('https://www.ecb.europa.eu/stats/eurofxref/')
    .transform(asFolder),
  CURRENCY_API_URL: datedAddresses(
    'CURRENCY_API_URL',
    'https://cdn.jsdelivr.net/npm/@fawazahmed0/currency-api@{date}/v1/currencies/,' +
      'https://{date}.currency-api.pages.dev/v1/currencies/',
  ),
  OPEN_EXCHANGE_RATES_URL: z
    .url({ error: 'OPEN_EXCHANGE_RATES_URL must be an address' })
    .default('https://openexchangerates.org/api/')
    .transform(asFolder),
  OPEN_EXCHANGE_RATES_KEY: z.string().optional(),
  RATE_AGE_DAYS_MAX: number('RATE_AGE_DAYS_MAX', 1, 36_500, 365),
  CONVERSION_SPREAD_BASIS_POINTS: number('CONVERSION_SPREAD_BASIS_POINTS', 0, 1000, 0),
  MARKET_SEED: z.string().optional(),
  TRUST_PROXY: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine(
      (parts) => parts.every(isProxyRange),
      'TRUST_PROXY must be addresses such as 127.0.0.1, 10.0.0.0/8',
    )
    .optional(),
  STREAM_CONNECTIONS_PER_USER: number('STREAM_CONNECTIONS_PER_USER', 1, 100_000, 20),
  REDIS_URL: z
    .string()
    .refine(
      (text) => URL.canParse(text) && /^rediss?:/.test(text),
      'REDIS_URL must be an address such as redis://localhost:6379',
    )
    .optional(),
  QUOTE_SERVER: serverAddress('QUOTE_SERVER', 'quoteserver:4444'),
  MARKET_TICK_MS: number('MARKET_TICK_MS', 50, 60_000, 1000),
  MARKET_SPEED: number('MARKET_SPEED', 1, 10_000, 1),
  MARKET_REPLAY_SPEED: number('MARKET_REPLAY_SPEED', 1, 1_000_000, 3_600),
  MARKET_REPLAY_FROM: z
    .string()
    .refine(isDay, 'MARKET_REPLAY_FROM must be a day such as 2020-02-03')
    .optional(),
  YAHOO_URL: address('YAHOO_URL', yahooUrlDefault, /^https?:/),
  BINANCE_URL: address('BINANCE_URL', 'https://api.binance.com/', /^https?:/),
  BINANCE_STREAM_URL: address('BINANCE_STREAM_URL', 'wss://stream.binance.com:9443/', /^wss?:/),
  FINNHUB_URL: address('FINNHUB_URL', 'wss://ws.finnhub.io/', /^wss?:/),
  FINNHUB_KEY: z.string().optional(),
  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: 'SMTP_URL must be an address such as smtps://name:password@mail.example.org',
    })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>@\r\n]+<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
      error: 'MAIL_FROM must be an address such as Tradeyard <alerts@example.org>',
    })
    .optional(),
  WEBHOOK_PRIVATE_ADDRESSES: z
    .enum(['deny', 'allow'], { error: 'WEBHOOK_PRIVATE_ADDRESSES must be deny or allow' })
    .default('deny'),
  CANDLE_RETENTION: candleRetention,
  DEPOSIT_LIMIT: limit('DEPOSIT_LIMIT'),
  WITHDRAWAL_LIMIT: limit('WITHDRAWAL_LIMIT'),
  TRANSFER_LIMIT: limit('TRANSFER_LIMIT'),
  CONVERSION_LIMIT: limit('CONVERSION_LIMIT'),
  HOLD_LIMIT: limit('HOLD_LIMIT'),
  ORDER_LIMIT: limit('ORDER_LIMIT'),
  ORDER_COLLAR_PERCENT: number('ORDER_COLLAR_PERCENT', 1, 1_000, 20),
  DUPLICATE_ORDER_SECONDS: number('DUPLICATE_ORDER_SECONDS', 0, 3_600, 2),
});

export type LimitedOperation = 'deposit' | 'withdrawal' | 'transfer' | 'conversion' | 'hold' | 'order';

/** What the environment says, read once. Throws one sentence that names the first wrong variable. */
export class Config {
  readonly databaseUrl: string;
  /** Signs access tokens. */
  readonly authSecret: string;
  readonly port: number;
  readonly host: string;
  /** Where people reach this server; decides whether cookies are for TLS only. */
  readonly publicUrl: string;
  /** The folder of the built web app; without it the API serves no pages. */
  readonly webRoot: string | undefined;
  /** Per address, for sign-in and sign-up each. */
  readonly signInAttemptsPerMinute: number;
  /** Asked for rates in this order. */
  readonly rateSources: readonly RateSourceName[];
  /** The folder of the European Central Bank's files, or one of them. */
  readonly ecbUrl: string;
  /** Folders of the data set's files, with `{date}` for the day. */
  readonly currencyApiUrls: readonly string[];
  readonly openExchangeRatesUrl: string;
  /** A secret: it is sent to that service and stands nowhere else. */
  readonly openExchangeRatesKey: string | undefined;
  /** Nobody converts at a rate that is older than so many days. */
  readonly rateAgeDaysMax: number;
  /** What the house keeps of each amount that is converted, in hundredths of a percent. */
  readonly conversionSpreadBasisPoints: bigint;
  /**
   * The same seed gives the same simulated market, so whoever knows it knows its
   * future: unless one is chosen, it is a secret of this installation.
   */
  readonly marketSeed: string;
  /** The proxies in front: whose word about a caller's address is taken. */
  readonly trustProxy: string[] | false;
  /** How many connections to the stream a person may have, with each process. */
  readonly streamConnectionsPerUser: number;
  /** What carries the prices of one process to the others; without it each asks the providers itself. May hold a password. */
  readonly redisUrl: string | undefined;
  /** Where the legacy quote server of the day-trading commands listens. */
  readonly quoteServer: ServerAddress | undefined;
  /** How often the simulated market ticks. */
  readonly marketTickMs: number;
  /** How much faster than ours the simulated market's time passes. */
  readonly marketSpeed: number;
  /** How much faster than ours the time of a replayed history passes. */
  readonly marketReplaySpeed: number;
  /** The day on which a replay begins; undefined for the first that there is. */
  readonly marketReplayFrom: Day | undefined;
  readonly yahooUrl: string;
  readonly binanceUrl: string;
  readonly binanceStreamUrl: string;
  readonly finnhubUrl: string;
  /** A secret: it is sent to that service and stands nowhere else. */
  readonly finnhubKey: string | undefined;
  /** How email leaves; undefined when it does not. The address may hold a password: it stands nowhere else. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined;
  /** Whether people may have alerts sent into this server's own network. */
  readonly webhookPrivateAddresses: 'deny' | 'allow';
  /** Minutes are many and are kept for a while, days for ever, unless it is said otherwise. */
  readonly candleRetentionDays: CandleRetention;
  /** What one operation may move at most; undefined for as much as there is. */
  readonly limits: Readonly<Record<LimitedOperation, Money | undefined>>;
  /** How much worse than the market's price a limit may be. */
  readonly orderCollarPercent: number;
  /** Within this time an order without a name of its own is not placed again. */
  readonly duplicateOrderMs: number;

  constructor(environment: Record<string, string | undefined>) {
    // An empty variable means the same as none: compose files and shells write them so.
    const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
    const parsed = environmentSchema.safeParse(given);
    if (!parsed.success)
      throw new ConfigError(parsed.error.issues[0]?.message ?? 'The configuration is wrong');
    const { data } = parsed;
    this.databaseUrl = data.DATABASE_URL;
    this.authSecret = data.AUTH_SECRET;
    this.port = data.PORT;
    this.host = data.HOST;
    this.publicUrl = data.PUBLIC_URL ?? `http://localhost:${data.PORT}`;
    this.webRoot = data.WEB_ROOT;
    this.signInAttemptsPerMinute = data.SIGN_IN_ATTEMPTS_PER_MINUTE;
    this.rateSources = data.RATE_SOURCES;
    this.ecbUrl = data.ECB_URL;
    this.currencyApiUrls = data.CURRENCY_API_URL;
    this.openExchangeRatesUrl = data.OPEN_EXCHANGE_RATES_URL;
    this.openExchangeRatesKey = data.OPEN_EXCHANGE_RATES_KEY;
    if (data.RATE_SOURCES.includes('open-exchange-rates') && !data.OPEN_EXCHANGE_RATES_KEY)
      throw new ConfigError('OPEN_EXCHANGE_RATES_KEY must be set, since RATE_SOURCES names that service');
    this.rateAgeDaysMax = data.RATE_AGE_DAYS_MAX;
    this.conversionSpreadBasisPoints = BigInt(data.CONVERSION_SPREAD_BASIS_POINTS);
    this.marketSeed = data.MARKET_SEED ?? secretSeed(data.AUTH_SECRET);
    this.trustProxy = data.TRUST_PROXY ?? false;
    this.streamConnectionsPerUser = data.STREAM_CONNECTIONS_PER_USER;
    this.redisUrl = data.REDIS_URL;
    this.quoteServer = data.QUOTE_SERVER;
    this.marketTickMs = data.MARKET_TICK_MS;
    this.marketSpeed = data.MARKET_SPEED;
    this.marketReplaySpeed = data.MARKET_REPLAY_SPEED;
    this.marketReplayFrom = data.MARKET_REPLAY_FROM;
    this.yahooUrl = data.YAHOO_URL;
    this.binanceUrl = data.BINANCE_URL;
    this.binanceStreamUrl = data.BINANCE_STREAM_URL;
    this.finnhubUrl = data.FINNHUB_URL;
    this.finnhubKey = data.FINNHUB_KEY;
    this.webhookPrivateAddresses = data.WEBHOOK_PRIVATE_ADDRESSES;
    this.mail = readMail(data.SMTP_URL, data.MAIL_FROM);
    this.candleRetentionDays = data.CANDLE_RETENTION;
    this.limits = {
      deposit: data.DEPOSIT_LIMIT,
      withdrawal: data.WITHDRAWAL_LIMIT,
      transfer: data.TRANSFER_LIMIT,
      conversion: data.CONVERSION_LIMIT,
      hold: data.HOLD_LIMIT,
      order: data.ORDER_LIMIT,
    };
    this.orderCollarPercent = data.ORDER_COLLAR_PERCENT;
    this.duplicateOrderMs = data.DUPLICATE_ORDER_SECONDS * 1_000;
  }
}

function readMail(smtpUrl: string | undefined, from: string | undefined): Config['mail'] {
  if (!smtpUrl) return undefined;
  if (!from) throw new ConfigError('MAIL_FROM must be set, since SMTP_URL is: email comes from somebody');
  return { smtpUrl, from };
}

const secretSeed = (authSecret: string): string =>
  createHmac('sha256', authSecret).update('the simulated market').digest('hex');

export class ConfigError extends Error {}
