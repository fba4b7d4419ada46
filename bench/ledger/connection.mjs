import { connect } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');
const lengthName = 'content-length: ';

/**
 * One kept-alive HTTP/1.1 connection that has one request on its way at a time. It knows as much of HTTP as the
 * answers of the API need, because all that it does is taken from the cores that are being measured.
 */
export async function openConnection(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let received;
  let waiting;
  const fail = (error) => waiting?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The API closed a connection with a request on it')));
  socket.on('data', (chunk) => {
    received = received ? Buffer.concat([received, chunk]) : chunk;
    const answer = readAnswer(received);
    if (!answer) return; // the rest is still on its way
    received = undefined;
    const { resolve } = waiting;
    waiting = undefined;
    resolve(answer);
  });
  return {
    /** Sends the text of a whole request, of ASCII only, and answers with `{ status, text }`. */
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request, 'latin1');
      }),
    close: () => socket.destroy(),
  };
}

/** Undefined until all of it is there. */
function readAnswer(bytes) {
  const headLength = bytes.indexOf(headEnd);
  if (headLength < 0) return undefined;
  const text = bytes.toString('latin1');
  const at = text.indexOf(lengthName);
  if (at < 0 || at > headLength) throw new Error(`An answer without a length:\n${text}`);
  const length = Number(text.slice(at + lengthName.length, text.indexOf('\r', at)));
  if (bytes.length < headLength + headEnd.length + length) return undefined;
  return { status: Number(text.slice(9, 12)), text }; // behind "HTTP/1.1 "
}
