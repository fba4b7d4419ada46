/** `down` once a connection that was there is lost; the first attempt is `connecting`. */
export type StreamStatus = 'connecting' | 'open' | 'down';

/**
 * What is known of a channel: of a value all of it, merged with each change; of
 * events the newest one, or the snapshot that they begin with (`isEvent` false).
 */
export type StreamUpdate = { readonly data: unknown; readonly isEvent: boolean };
export type StreamListener = (update: StreamUpdate) => void;

type StreamOptions = {
  url: string;
  /** A token that is still good; null when nobody is signed in any more. */
  accessToken: () => Promise<string | null>;
  /** A token that is good for as long as tokens are. */
  renewedToken: () => Promise<string | null>;
  onStatus: (status: StreamStatus) => void;
};

const retryMsFirst = 500;
const retryMsMax = 15_000;
/** The server closes when a token ends: a new one is sent before. */
const renewBeforeMs = 60_000;
/** Of a message, so that it stays below what the server takes. */
const channelsInMessageMax = 100;

type Update = { type: 'snapshot' | 'change' | 'event'; channel: string; seq: number; data: object };
type ServerMessage =
  | Update
  | { type: 'ready'; endsAt: string }
  | { type: 'subscribed'; channels: string[] }
  | { type: 'error'; code: string; detail: string };

type Watched = {
  readonly listeners: Set<StreamListener>;
  /** The number seen last, and of a value what it was then. */
  seq?: number;
  data?: unknown;
  isEvent?: boolean;
};

/**
 * The one connection for all that is live. Whoever watches a channel shares it; when it breaks it comes back by itself,
 * after a wait that doubles and is never the same for all clients of a server that restarts, and goes on where it was.
 */
export class StreamClient {
  private socket: WebSocket | undefined;
  private readonly watched = new Map<string, Watched>();
  /** What the server has to be told of. */
  private readonly joining = new Set<string>();
  private readonly leaving = new Set<string>();
  private attempts = 0;
  private isReady = false;
  private isClosed = false;
  private isTold = true;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private renewal: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: StreamOptions) {
    void this.connect();
    addEventListener('online', this.retryNow);
  }

  /** Calls `listener` with what is known of the channel and each time that changes, until the returned function is called. */
  watch(channel: string, listener: StreamListener): () => void {
    const watched = this.watched.get(channel) ?? this.join(channel);
    watched.listeners.add(listener);
    if (watched.data !== undefined) listener({ data: watched.data, isEvent: watched.isEvent ?? false });
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size === 0 && this.watched.get(channel) === watched) this.leave(channel);
    };
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
    clearTimeout(this.renewal);
    removeEventListener('online', this.retryNow);
    this.socket?.close();
  }

  private join(channel: string): Watched {
    const watched = { listeners: new Set<StreamListener>() };
    this.watched.set(channel, watched);
    this.leaving.delete(channel);
    this.joining.add(channel);
    this.tellSoon();
    return watched;
  }

  private leave(channel: string): void {
    this.watched.delete(channel);
    this.joining.delete(channel);
    this.leaving.add(channel);
    this.tellSoon();
  }

  /** The network is back: no need to wait. */
  private readonly retryNow = (): void => {
    if (this.retry === undefined) return;
    clearTimeout(this.retry);
    this.retry = undefined;
    void this.connect();
  };

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
    socket.addEventListener('message', ({ data }) => {
      for (const message of JSON.parse(String(data)) as ServerMessage[]) this.take(message);
    });
    socket.addEventListener('close', () => this.reconnectLater());
  }

  private take(message: ServerMessage): void {
    switch (message.type) {
      case 'ready':
        this.renewLater(message.endsAt);
        if (!this.isReady) this.begin();
        break;
      case 'snapshot':
      case 'change':
      case 'event':
        this.update(message);
        break;
      case 'subscribed':
      case 'error':
        break;
    }
  }

  /** Everything that is watched is asked for, with the number that was seen last. */
  private begin(): void {
    this.attempts = 0;
    this.isReady = true;
    this.options.onStatus('open');
    this.leaving.clear();
    for (const channel of this.watched.keys()) this.joining.add(channel);
    this.tell();
  }

  private update({ type, channel, seq, data }: Update): void {
    const watched = this.watched.get(channel);
    if (!watched) return; // left meanwhile
    watched.seq = seq;
    watched.data = type === 'change' ? merge(watched.data, data) : data;
    watched.isEvent = type === 'event';
    const update = { data: watched.data, isEvent: watched.isEvent };
    for (const listener of watched.listeners) listener(update);
  }

  /** All that a page wants goes out together. */
  private tellSoon(): void {
    if (!this.isTold) return;
    this.isTold = false;
    queueMicrotask(() => this.tell());
  }

  private tell(): void {
    this.isTold = true;
    if (!this.isReady) return;
    this.send('unsubscribe', this.leaving);
    this.send('subscribe', this.joining);
  }

  private send(type: 'subscribe' | 'unsubscribe', names: Set<string>): void {
    const channels = [...names];
    names.clear();
    for (let first = 0; first < channels.length; first += channelsInMessageMax) {
      const some = channels.slice(first, first + channelsInMessageMax);
      const seen = some.flatMap((channel) => {
        const seq = this.watched.get(channel)?.seq;
        return seq === undefined ? [] : [[channel, seq] as const];
      });
      const since = type === 'subscribe' && seen.length > 0 && { since: Object.fromEntries(seen) };
      this.socket?.send(JSON.stringify({ type, channels: some, ...since }));
    }
  }

  private renewLater(endsAt: string): void {
    clearTimeout(this.renewal);
    const renew = async () => {
      const token = await this.options.renewedToken().catch(() => null);
      // Without one the server closes, and the next connection asks again.
      if (token !== null && this.isReady) this.socket?.send(JSON.stringify({ type: 'auth', token }));
    };
    const waitMs = Date.parse(endsAt) - Date.now() - renewBeforeMs;
    if (waitMs > 0) this.renewal = setTimeout(() => void renew(), waitMs);
  }

  private reconnectLater(): void {
    this.isReady = false;
    clearTimeout(this.renewal);
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

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON merge patch (RFC 7396), but that what is null stays there as null. */
function merge(before: unknown, change: object): unknown {
  const merged: Record<string, unknown> = { ...(isPlain(before) ? before : {}) };
  for (const [name, value] of Object.entries(change))
    merged[name] = isPlain(value) ? merge(merged[name], value) : value;
  return merged;
}
