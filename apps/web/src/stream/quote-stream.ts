import type { Schemas } from '@tradeyard/api-client';

export type Quote = Schemas['QuoteDto'];

/** `down` once a connection that was there is lost; the first attempt is `connecting`. */
export type StreamStatus = 'connecting' | 'open' | 'down';

type StreamOptions = {
  url: string;
  /** A token that is still good; null when nobody is signed in any more. */
  accessToken: () => Promise<string | null>;
  onQuote: (quote: Quote) => void;
  onStatus: (status: StreamStatus) => void;
};

const retryMsFirst = 500;
const retryMsMax = 15_000;

type ServerMessage =
  | { type: 'ready' }
  | { type: 'subscribed'; channels: string[] }
  | { type: 'quote'; channel: string; quote: Quote }
  | { type: 'error'; code: string; detail: string };

/**
 * The one connection for live prices. Whoever watches a symbol shares it; when it breaks it comes back by itself,
 * after a wait that doubles and is never the same for all clients of a server that restarts.
 */
export class QuoteStream {
  private socket: WebSocket | undefined;
  private readonly watchers = new Map<string, number>();
  private attempts = 0;
  private isReady = false;
  private isClosed = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: StreamOptions) {
    void this.connect();
    addEventListener('online', this.retryNow);
  }

  /** Asks for the quotes of `symbols` until the returned function is called. */
  watch(symbols: readonly string[]): () => void {
    const added = symbols.filter((symbol) => this.count(symbol, 1) === 1);
    this.send('subscribe', added);
    return () => {
      const removed = symbols.filter((symbol) => this.count(symbol, -1) === 0);
      this.send('unsubscribe', removed);
    };
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
    removeEventListener('online', this.retryNow);
    this.socket?.close();
  }

  /** The network is back: no need to wait. */
  private readonly retryNow = (): void => {
    if (this.retry === undefined) return;
    clearTimeout(this.retry);
    this.retry = undefined;
    void this.connect();
  };

  private count(symbol: string, change: 1 | -1): number {
    const count = (this.watchers.get(symbol) ?? 0) + change;
    if (count === 0) this.watchers.delete(symbol);
    else this.watchers.set(symbol, count);
    return count;
  }

  private async connect(): Promise<void> {
    const token = await this.options.accessToken().catch(() => null);
    if (this.isClosed) return;
    if (token === null) {
      this.reconnectLater();
      return;
    }
    const socket = new WebSocket(this.options.url);
    this.socket = socket;
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'auth', token })));
    socket.addEventListener('message', ({ data }) => this.take(JSON.parse(String(data)) as ServerMessage));
    socket.addEventListener('close', () => this.reconnectLater());
  }

  private take(message: ServerMessage): void {
    switch (message.type) {
      case 'ready':
        this.attempts = 0;
        this.isReady = true;
        this.options.onStatus('open');
        this.send('subscribe', [...this.watchers.keys()]);
        break;
      case 'quote':
        this.options.onQuote(message.quote);
        break;
      case 'subscribed':
      case 'error':
        break;
    }
  }

  private send(type: 'subscribe' | 'unsubscribe', symbols: readonly string[]): void {
    if (!this.isReady || symbols.length === 0) return;
    const channels = symbols.map((symbol) => `quotes:${symbol}`);
    this.socket?.send(JSON.stringify({ type, channels }));
  }

  private reconnectLater(): void {
    this.isReady = false;
    if (this.isClosed) return;
    this.options.onStatus('down');
    const waitMs = Math.min(retryMsFirst * 2 ** this.attempts, retryMsMax);
    this.attempts += 1;
    this.retry = setTimeout(
      () => {
        this.retry = undefined;
        void this.connect();
      },
      waitMs * (0.5 + Math.random() / 2),
    );
  }
}
