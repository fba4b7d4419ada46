import { Injectable } from '@nestjs/common';
import { numberText } from '@tradeyard/market';
import { Config } from '../platform/config.js';
import {
  ProviderError,
  ProviderPatience,
  type MarketProvider,
  type ProviderSession,
} from './market-provider.provider.js';
import { holdSocket } from './socket-session.provider.js';

/** The service takes one subscription per message; a pause after each keeps a long list from looking like an attack. */
const pauseMs = 20;
/** To be asked again before somebody has set the key makes no sense. */
const noKeyMs = 15 * 60_000;

/**
 * Trades from Finnhub, with a key: https://finnhub.io/docs/api/websocket-trades.
 * It tells no bid and no ask, and pings about once a minute with a message.
 */
@Injectable()
export class FinnhubProvider implements MarketProvider {
  readonly name = 'finnhub';
  /** Three pings. */
  readonly silenceMsMax = 180_000;

  constructor(
    private readonly config: Config,
    private readonly patience: ProviderPatience,
  ) {}

  async run(session: ProviderSession): Promise<void> {
    const { finnhubKey, finnhubUrl } = this.config;
    if (finnhubKey === undefined) throw new ProviderError('needs a key: set FINNHUB_KEY', noKeyMs);
    const url = new URL(finnhubUrl);
    url.searchParams.set('token', finnhubKey);
    const symbols = new Map(
      session.instruments.map(({ providerSymbol, symbol }) => [providerSymbol, symbol]),
    );
    await holdSocket(session, {
      url: url.href,
      connectMs: this.patience.connectMs,
      greetings: [...symbols.keys()].map((symbol) => JSON.stringify({ type: 'subscribe', symbol })),
      pauseMs,
      receive: (message) => receive(session, symbols, message as Message | null),
    });
  }
}

type Message = { readonly type?: unknown; readonly data?: unknown };
type Trade = {
  readonly s?: unknown;
  readonly p?: unknown;
  readonly v?: unknown;
  readonly t?: unknown;
} | null;

function receive(
  session: ProviderSession,
  symbols: ReadonlyMap<string, string>,
  message: Message | null,
): void {
  if (message?.type === 'ping') return;
  // The message names what it refuses, and may repeat what it was sent.
  if (message?.type === 'error') throw new ProviderError('refused a subscription');
  if (message?.type !== 'trade' || !Array.isArray(message.data)) {
    session.countMalformed();
    return;
  }
  const trades = message.data as Trade[];
  // One message may hold trades of several exchanges, each in its own order.
  trades.sort((a, b) => Number(a?.t) - Number(b?.t));
  for (const trade of trades) takeTrade(session, symbols, trade);
}

function takeTrade(
  { emit, countMalformed }: ProviderSession,
  symbols: ReadonlyMap<string, string>,
  trade: Trade,
): void {
  const symbol = typeof trade?.s === 'string' ? symbols.get(trade.s) : undefined;
  const [price, volume, atMs] = [numberText(trade?.p), numberText(trade?.v), trade?.t];
  if (symbol === undefined || price === undefined || volume === undefined || typeof atMs !== 'number') {
    countMalformed();
    return;
  }
  emit({ symbol, price, volume, atMs, source: 'finnhub' });
}
