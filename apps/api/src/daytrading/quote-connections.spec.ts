import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../test/eventually.js';
import { LineServer, type LinePlay } from '../../test/line-server.js';
import { QuoteConnections, QuoteFailure } from './quote-connections.provider.js';

const answer: LinePlay = (socket, line) => socket.end(`answer to ${line}\n`);
const answerAndKeep: LinePlay = (socket, line) => socket.write(`answer to ${line}\n`);
const later =
  (play: LinePlay, afterMs = 20): LinePlay =>
  (socket, line) =>
    setTimeout(() => play(socket, line), afterMs);
const reset: LinePlay = (socket) => socket.resetAndDestroy();
/** Of these tests, in which no answer waits for its connection's end. */
const settleMs = 100;
/** A machine that is busy with other tests hears of a timer late. */
const slackMs = 150;
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

let server: LineServer;
let connections: QuoteConnections;

beforeEach(async () => {
  server = new LineServer();
  await server.start();
  connections = open();
});
afterEach(async () => {
  connections.close();
  await server.close();
});

function open(connectionsMax = 4, idleMs = 10_000): QuoteConnections {
  const [host = '', port] = server.address.split(':');
  return new QuoteConnections({ host, port: Number(port) }, { connectionsMax, idleMs, settleMs });
}

const ask = (line: string, answerMs = 5_000, totalMs = 10_000) =>
  connections.ask(line, (text) => text, { answerMs, untilMs: performance.now() + totalMs });

/** One after the other, each when it is known what the server does with the connection of the one before it. */
async function askInTurn(...lines: string[]): Promise<string[]> {
  const answers: string[] = [];
  for (const line of lines) {
    answers.push(await ask(line));
    await sleep(settleMs + slackMs);
  }
  return answers;
}

describe('connections', () => {
  it('are used again where the server keeps them', async () => {
    server.plays = [answerAndKeep];

    expect(await askInTurn('1', '2', '3')).toEqual(['answer to 1', 'answer to 2', 'answer to 3']);
    expect(server.connections).toBe(1);
  });

  it('are made anew where it closes each', async () => {
    server.plays = [answer];

    expect(await askInTurn('1', '2', '3')).toEqual(['answer to 1', 'answer to 2', 'answer to 3']);
    expect([server.lines, server.connections]).toEqual([['1', '2', '3'], 3]);
  });

  it.each([
    ['keeps them', answerAndKeep],
    ['closes each', answer],
  ])('are never too many, and all questions are answered by a server that %s', async (_, play) => {
    server.plays = [later(play)];

    const answers = await Promise.all(numbers(30).map((line) => ask(line)));

    expect(answers).toEqual(numbers(30).map((line) => `answer to ${line}`));
    expect(server.openMax).toBeLessThanOrEqual(4);
    expect(server.lines).toHaveLength(30);
    expect(server.connections).toBe(play === answerAndKeep ? 4 : 30);
  });

  it('are given to those who wait in the order in which they came', async () => {
    connections = open(1);
    server.plays = [later(answer, 2)];

    await Promise.all(numbers(10).map((line) => ask(line)));

    expect(server.lines).toEqual(numbers(10));
  });

  it('keep no process alive while they rest, and end when they rest for long', async () => {
    server.plays = [answerAndKeep];
    server.onConnection = (socket) => socket.unref();
    connections = open(4, 1_000);
    const socketsThatHold = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    await sleep(50); // those of the test before have ended
    const before = socketsThatHold();

    await askInTurn('1');

    expect(socketsThatHold()).toBe(before);
    expect(server.sockets.size).toBe(1);
    await eventually(() => expect(server.sockets.size).toBe(0));
    expect(await askInTurn('2')).toEqual(['answer to 2']);
  });
});

describe('an answer is for the question that it was given to', () => {
  it('when the one to the question before comes late', async () => {
    let late: () => void = () => undefined;
    server.plays = [
      (socket, line) => (late = () => socket.destroyed || answerAndKeep(socket, line)),
      (socket, line) => {
        late();
        setTimeout(() => answerAndKeep(socket, line), 50);
      },
    ];

    await expect(ask('1', 50)).rejects.toThrow('it did not answer within 50 ms');
    expect(await ask('2')).toBe('answer to 2');
    expect(server.connections).toBe(2);
  });

  it('when two come at once', async () => {
    server.plays = [(socket, line) => socket.write(`answer to ${line}\nanother\n`), answerAndKeep];

    expect(await askInTurn('1', '2')).toEqual(['answer to 1', 'answer to 2']);
    expect(server.connections).toBe(2);
  });

  it.each([
    ['a line', 'another\n'],
    ['half a line', 'ano'],
  ])('when %s comes that nobody asked for', async (_, text) => {
    server.plays = [answerAndKeep];
    await askInTurn('1');

    for (const socket of server.sockets) socket.write(text);
    await eventually(() => expect(server.sockets.size).toBe(0));

    expect(await askInTurn('2')).toEqual(['answer to 2']);
  });

  it('when it comes in pieces', async () => {
    server.plays = [
      async (socket) => {
        for (const piece of ['answ', 'er', ' to 1', '\n']) {
          socket.write(piece);
          await sleep(5);
        }
      },
    ];

    expect(await ask('1')).toBe('answer to 1');
  });

  it('and a connection whose answer is refused is not trusted with another question', async () => {
    server.plays = [answerAndKeep];
    const refuse = () => {
      throw new QuoteFailure('no');
    };

    const limits = { answerMs: 5_000, untilMs: performance.now() + 5_000 };
    await expect(connections.ask('1', refuse, limits)).rejects.toThrow('no');
    expect(await ask('2')).toBe('answer to 2');
    expect(server.connections).toBe(2);
  });
});

it('does not use connections again of a server that keeps some and closes others', async () => {
  server.plays = [answerAndKeep, answer, answerAndKeep];

  await Promise.all(['1', '2'].map((line) => ask(line)));
  await sleep(settleMs + slackMs);

  expect(await askInTurn('3', '4')).toEqual(['answer to 3', 'answer to 4']);
  expect([server.lines.length, server.connections]).toEqual([4, 4]);
});

describe('a connection that was kept', () => {
  it('and has ended meanwhile is replaced', async () => {
    server.plays = [answerAndKeep];
    await askInTurn('1');
    for (const socket of server.sockets) socket.end();
    await eventually(() => expect(server.sockets.size).toBe(0));

    expect(await askInTurn('2')).toEqual(['answer to 2']);
    expect(server.lines).toEqual(['1', '2']);
  });

  it.each<[string, LinePlay]>([
    ['a reset', reset],
    ['an end', (socket) => socket.end()],
  ])('and answers with %s was ending: the question is put once more', async (_, end) => {
    server.plays = [answerAndKeep, end, answerAndKeep];

    expect(await askInTurn('1', '2')).toEqual(['answer to 1', 'answer to 2']);
    expect([server.lines, server.connections]).toEqual([['1', '2', '2'], 2]);
  });

  it('is replaced once for a question', async () => {
    server.plays = [answerAndKeep, reset];
    await askInTurn('1');

    await expect(ask('2')).rejects.toMatchObject({ kind: 'failed' });
    expect(server.lines).toEqual(['1', '2', '2']);
  });

  it.each<[string, LinePlay]>([
    ['has begun to answer', (socket) => socket.end('answ')],
    ['is silent', () => undefined],
  ])('and %s has failed', async (_, play) => {
    server.plays = [answerAndKeep, play, answerAndKeep];
    await askInTurn('1');

    await expect(ask('2', 100)).rejects.toMatchObject({ kind: 'failed' });
    expect(server.lines).toEqual(['1', '2']);
  });
});

it('refuses who waits for a place beyond their time, and goes on', async () => {
  connections = open(1);
  server.plays = [later(answer, 150)];
  const first = ask('1');

  await expect(ask('2', 5_000, 30)).rejects.toMatchObject({
    ...{ kind: 'hopeless', message: 'too many questions wait for its answer' },
  });
  expect(await first).toBe('answer to 1');
  expect(await ask('3')).toBe('answer to 3');
  expect(server.lines).toEqual(['1', '3']);
});

it('leaves its places free after any number of faults', async () => {
  connections = open(2);
  server.plays = [...numbers(20).map(() => reset), answer];

  const failed = await Promise.allSettled(numbers(20).map((line) => ask(line)));

  expect(failed.every(({ status }) => status === 'rejected')).toBe(true);
  expect(await Promise.all(['a', 'b', 'c'].map((line) => ask(line)))).toHaveLength(3);
});

it('ends all when it is closed: who is asked, who waits, and who asks from then on', async () => {
  connections = open(1);
  const questions = [ask('1'), ask('2')];
  await eventually(() => expect(server.lines).toEqual(['1']));

  connections.close();

  const ended = { kind: 'hopeless', message: 'it is not asked any more, this process ends' };
  for (const question of [...questions, ask('3')]) await expect(question).rejects.toMatchObject(ended);
  await eventually(() => expect(server.sockets.size).toBe(0));
  expect(server.connections).toBe(1);
});
