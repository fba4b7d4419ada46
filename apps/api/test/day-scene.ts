import { SchedulerRegistry } from '@nestjs/schedule';
import { createTestApp, type TestApp, type TestPerson } from './app.js';
import { TestClock } from './clock.js';
import { DayRun, type LogEntry } from './day-run.js';
import { QuoteBoard } from './quote-board.js';
import { DayTriggers } from '../src/daytrading/day-triggers.service.js';
import { DaytradingJob } from '../src/daytrading/daytrading.job.js';

/** Applications with a quote server and a clock of a test's own. What happens by itself happens when the test says so. */
export class DayScene {
  person!: TestPerson;
  run!: DayRun;
  private readonly apps: TestApp[] = [];

  private constructor(
    readonly clock: TestClock,
    readonly board: QuoteBoard,
  ) {}

  static async open(): Promise<DayScene> {
    const clock = new TestClock();
    clock.set(new Date());
    const scene = new DayScene(clock, await QuoteBoard.open(clock));
    await scene.start();
    return scene;
  }

  get app(): TestApp {
    return this.apps[0] as TestApp;
  }

  /** One more application on the database. */
  async start(): Promise<TestApp> {
    const [first] = this.apps;
    const app = await createTestApp({
      clock: this.clock,
      env: { QUOTE_SERVER: this.board.address },
      ...(first && { databaseUrl: first.databaseUrl }),
    });
    app.get(SchedulerRegistry).deleteInterval('daytrading');
    this.apps.push(app);
    return app;
  }

  /** Everything is well, nobody knows a quote, and somebody has a new run. */
  async reset(): Promise<void> {
    this.clock.advance(60_001);
    this.board.state = 'well';
    this.board.prices.clear();
    this.person = await this.app.register();
    this.run = await DayRun.begin(this.person, 'server');
  }

  /** Hits of a symbol so far. */
  hits(symbol: string): number {
    return this.board.hits.filter((line) => line.startsWith(`${symbol},`)).length;
  }

  /** A fresh quote of the price, after which nothing is on its way. */
  async quote(symbol: string, price: string, user = 'somebody'): Promise<void> {
    this.board.prices.set(symbol, price);
    this.clock.advance(60_001);
    await this.run.say('QUOTE', user, symbol);
    await this.settled();
  }

  async tend(app = this.app): Promise<void> {
    await app.get(DaytradingJob).run();
    await this.settled();
  }

  async settled(): Promise<void> {
    for (const app of this.apps) await app.get(DayTriggers).settled();
  }

  async logged(kind: string): Promise<LogEntry[]> {
    return (await this.run.log()).filter((entry) => entry.kind === kind);
  }

  async close(): Promise<void> {
    for (const app of this.apps.toReversed()) await app.close();
    await this.board.server.close();
  }
}
