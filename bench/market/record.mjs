import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { Refusal } from '../../tools/refusal.mjs';

/** The frames with changes that one client gets in these seconds, as texts. */
export async function recordFrames({ port, path, token, hello, seconds }) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await once(socket, 'open');
  const frames = [];
  socket.send(hello);
  await sleep(500);
  socket.on('message', (data) => frames.push(data.toString()));
  await sleep(seconds * 1000);
  socket.terminate();
  if (frames.length === 0) throw new Refusal('The stream sent nothing to record.');
  return frames;
}
