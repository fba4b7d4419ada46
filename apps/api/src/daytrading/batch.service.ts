import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { readCommand, transactionMax, type Command } from '@tradeyard/daytrading';
import { readLines, tooLong } from '../platform/ndjson.js';
import { toProblem } from '../platform/problem.filter.js';
import { DayAnswerDto } from './answers.dto.js';
import { DesksService } from './desks.service.js';
import type { Answer } from './turns.service.js';
import type { WorkloadEntity } from './workload.entity.js';

/** Lines of one request that are on their way at a time; then no more of it is read. */
const onTheirWayMax = 4_096;

/** A batch of commands: lines of JSON in, lines of JSON out, each when what it did is durable. */
@Injectable()
export class BatchService {
  constructor(private readonly desks: DesksService) {}

  /** The answers as they become known: of one user in the order of their commands, of several in any. */
  run(workload: WorkloadEntity, input: Readable, origin: string): Readable {
    const batch = new Batch((command, settle) => this.desks.submit(workload, command, { origin }, settle));
    void batch.read(input);
    return batch.output;
  }
}

class Batch {
  readonly output: Readable;
  private answers: string[] = [];
  private flushing = false;
  private onTheirWay = 0;
  private isFull = false;
  /** Users of whom a line is to be sent again: those behind it may not overtake it. */
  private readonly held = new Set<string>();
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly submit: (command: Command, settle: Parameters<DesksService['submit']>[3]) => void,
  ) {
    this.output = new Readable({
      read: () => {
        this.isFull = false;
        this.goOn();
      },
      destroy: (error, done) => {
        // Who left gets no answers; what was read is carried out all the same.
        this.isFull = false;
        this.goOn();
        done(error);
      },
    });
  }

  async read(input: Readable): Promise<void> {
    let line = 0;
    try {
      for await (const texts of readLines(input)) {
        for (const text of texts) {
          line += 1;
          if (text !== tooLong && text.trim() === '') continue;
          const asked = readAsked(text);
          if (asked && asked.name === 'DUMPLOG') await this.until(() => this.onTheirWay === 0);
          this.start(line, asked);
        }
        await this.until(() => this.onTheirWay < onTheirWayMax && !this.isFull);
        if (this.output.destroyed) return;
      }
      await this.until(() => this.onTheirWay === 0);
      this.flush();
      this.output.push(null);
    } catch (error) {
      this.output.destroy(error instanceof Error ? error : undefined);
    }
  }

  private start(line: number, command: Command | undefined): void {
    if (!command) {
      const message =
        'Each line is an object such as {"transaction":1,"command":"ADD","args":["name","100.00"]}';
      this.say({ line, ok: false, code: 'malformed_json', message });
      return;
    }
    const { user, transaction } = command;
    if (this.held.has(user)) {
      const message = 'An earlier line of this user was not carried out. Send both again.';
      this.say({ line, transaction, ok: false, code: 'service_unavailable', message });
      return;
    }
    this.onTheirWay += 1;
    this.submit(command, {
      resolve: (answer) => {
        if (answer) this.tell(line, answer);
        this.leave();
      },
      reject: (error) => {
        const { code, detail, status } = toProblem(error);
        if (status >= 500) this.held.add(user);
        this.say({ line, transaction, ok: false, code, message: detail });
        this.leave();
      },
    });
  }

  private tell(line: number, answer: Answer): void {
    const { refusal, transaction } = answer.happening;
    if (!refusal) this.say(Object.assign({ line, ok: true }, DayAnswerDto.from(answer)));
    else this.say({ line, transaction, ok: false, ...(answer.isReplayed && { replayed: true }), ...refusal });
  }

  private leave(): void {
    this.onTheirWay -= 1;
    if (this.waiting.length > 0) this.goOn();
  }

  /** Answers of one turn of the event loop leave as one piece. */
  private say(answer: object): void {
    this.answers.push(JSON.stringify(answer));
    if (this.flushing) return;
    this.flushing = true;
    setImmediate(() => this.flush());
  }

  private flush(): void {
    this.flushing = false;
    if (this.answers.length === 0 || this.output.destroyed) return;
    const text = `${this.answers.join('\n')}\n`;
    this.answers = [];
    if (!this.output.push(text)) this.isFull = true;
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private goOn(): void {
    for (const resume of this.waiting.splice(0)) resume();
  }
}

/** Undefined for what has not the form of a line. What it says may be wrong all the same: the command knows. */
function readAsked(text: string | typeof tooLong): Command | undefined {
  if (text === tooLong) return undefined;
  let asked: unknown;
  try {
    asked = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { transaction = 0, command, args = [] } = (asked ?? {}) as Record<string, unknown>;
  const isNumber = typeof transaction === 'number' && Number.isInteger(transaction) && transaction >= 0;
  if (!isNumber || transaction > transactionMax || typeof command !== 'string' || !Array.isArray(args))
    return undefined;
  if (!args.every((each) => typeof each === 'string')) return undefined;
  return readCommand(transaction, command, args);
}
