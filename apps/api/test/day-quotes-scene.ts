import { TestClock } from './clock.js';
import { LineServer, type LinePlay } from './line-server.js';
import { DayQuotes } from '../src/daytrading/day-quotes.service.js';
import { LegacyQuotePatience, LegacyQuotes } from '../src/daytrading/legacy-quotes.provider.js';
import { Config } from '../src/platform/config.js';

class Patience extends LegacyQuotePatience {
  override readonly firstRetryMs: number = 1;
}

/** Services of any number of processes that ask one quote server, without the rest of the application. */
export class DayQuotesScene {
  readonly startMs = Date.parse('2026-03-02T15:00:00Z');
  readonly clock = new TestClock();
  readonly server = new LineServer();
  /** What the server's clock is ahead of ours. */
  skewMs = 0;
  /** The price is the number of the question, in cents. */
  readonly answer: LinePlay = (socket, line) => {
    const price = `0.${String(this.server.lines.length).padStart(2, '0')}`;
    socket.end(`${price},${line},${this.clock.now().getTime() + this.skewMs},a2V5\n`);
  };
  private readonly stops: (() => void)[] = [];

  static async open(): Promise<DayQuotesScene> {
    const scene = new DayQuotesScene();
    scene.clock.set(new Date(scene.startMs));
    scene.server.plays = [scene.answer];
    await scene.server.start();
    return scene;
  }

  create(env: Record<string, string> = {}): DayQuotes {
    const least = { DATABASE_URL: 'postgres://me@localhost/x', AUTH_SECRET: 'x'.repeat(32) };
    const config = new Config({ ...least, QUOTE_SERVER: this.server.address, ...env });
    const patience = new Patience();
    const legacy = new LegacyQuotes(config, patience);
    const quotes = new DayQuotes(config, this.clock, legacy, patience);
    quotes.onModuleInit();
    this.stops.push(() => {
      quotes.onModuleDestroy();
      legacy.onModuleDestroy();
    });
    return quotes;
  }

  async close(): Promise<void> {
    for (const stop of this.stops) stop();
    await this.server.close();
  }
}

/** What a question for a symbol finds: cents, and whether it was a hit. */
export async function askPrice(quotes: DayQuotes, symbol = 'ABC', user = 'user'): Promise<[number, boolean]> {
  const { quote, isHit } = await quotes.get(symbol, user);
  return [Number(quote.price), isHit];
}
