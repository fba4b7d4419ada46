import { ProblemError } from '@tradeyard/api-client';
import { useSyncExternalStore } from 'react';
import { client } from '../api.js';
import { problemSentence } from '../problem.js';
import { demoCommands, demoSize, type Command } from './demo-commands.js';

/** How far a demo is that this window sends. */
export type DemoRun = {
  readonly done: number;
  readonly total: number;
  readonly status: 'sending' | 'done' | 'stopped';
  /** Why it stopped, as a sentence. */
  readonly problem?: string;
};

/** A line of the answer: `line` counts from 1 in what was sent. */
type Answer = { readonly line: number; readonly ok: boolean; readonly code?: string };

/** About twenty commands a second: so slowly that one sees it run. */
const commandsAtOnce = 5;
const pauseMs = 250;
/** A server that was restarted is there again by then. */
const retriesMax = 20;
const retryMs = 1_500;

// They go on while pages change, and end with the window.
const runs = new Map<string, DemoRun>();
const listeners = new Set<() => void>();

function tell(workload: string, run: DemoRun): void {
  runs.set(workload, run);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Null unless this window has sent one. */
export const useDemoRun = (workload: string): DemoRun | null =>
  useSyncExternalStore(subscribe, () => runs.get(workload) ?? null);

/** Makes a workload for the demo; answers its id, and goes on sending. Throws when it cannot be made. */
export async function startDemo(): Promise<string> {
  const { data } = await client.POST('/daytrading/workloads', { body: { name: 'Demo', quotes: 'fixed' } });
  if (!data) throw new Error('There is no workload in the answer');
  void sendSlowly(data.id, demoCommands());
  return data.id;
}

async function sendSlowly(workload: string, commands: readonly Command[]): Promise<void> {
  const total = demoSize;
  tell(workload, { done: 0, total, status: 'sending' });
  try {
    for (let done = 0; done < total; done += commandsAtOnce) {
      await sendAll(workload, commands.slice(done, done + commandsAtOnce));
      tell(workload, { done: Math.min(total, done + commandsAtOnce), total, status: 'sending' });
      await sleep(pauseMs);
    }
    tell(workload, { done: total, total, status: 'done' });
  } catch (error) {
    const done = runs.get(workload)?.done ?? 0;
    tell(workload, { done, total, status: 'stopped', problem: problemSentence(error) });
  }
}

/** Sends what was not answered again, as often as it takes: by its number, a command is carried out once. */
async function sendAll(workload: string, commands: readonly Command[]): Promise<void> {
  let waiting = commands;
  for (let attempt = 0; waiting.length > 0; attempt += 1) {
    if (attempt > 0) await sleep(retryMs);
    try {
      const answered = await send(workload, waiting);
      waiting = waiting.filter((_, index) => !answered.has(index + 1));
    } catch (error) {
      if (attempt >= retriesMax || !isPassing(error)) throw error;
    }
    if (attempt >= retriesMax && waiting.length > 0) throw gaveUp();
  }
}

/** The lines that were carried out or refused, by their place. */
async function send(workload: string, commands: readonly Command[]): Promise<ReadonlySet<number>> {
  const { data = '' } = await client.POST('/daytrading/commands', {
    params: { query: { workload } },
    headers: { 'content-type': 'application/x-ndjson' },
    body: commands.map((command) => `${JSON.stringify(command)}\n`).join(''),
    bodySerializer: (lines: string) => lines,
    parseAs: 'text',
  });
  const answers = data
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
  return new Set(answers.filter(({ code }) => code !== 'service_unavailable').map(({ line }) => line));
}

/** The server was away or busy, and will not be for long. */
const isPassing = (error: unknown): boolean =>
  error instanceof ProblemError && (error.status === 0 || error.status === 429 || error.status >= 500);

const gaveUp = (): ProblemError =>
  new ProblemError({
    type: 'urn:tradeyard:problem:service_unavailable',
    title: 'No answer',
    status: 503,
    code: 'service_unavailable',
    detail: 'Commands are not answered',
  });

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
