import { WebSocketServer } from 'ws';
import { serve } from '../ledger/contender.mjs';

/** A client that has not read so much is passed over, or the server would run out of memory. */
const unreadBytesMax = 1024 * 1024;

/** `ws` and nothing else: sends recorded frames to all of its clients, at the same times as they were recorded. */
serve(async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  let timer;

  /** `frames` are texts, sent in turn, one each `everyMs`. The times in them are those of the sending. */
  function broadcast({ frames, everyMs }) {
    const parts = frames.map((text) => text.split(/"at":"[^"]*"/));
    let next = 0;
    const send = () => {
      const text = parts[next % parts.length].join(`"at":"${new Date().toISOString()}"`);
      next += 1;
      const data = Buffer.from(text);
      for (const client of server.clients)
        if (client.bufferedAmount <= unreadBytesMax) client.send(data, { binary: false });
    };
    const go = () => {
      timer = setTimeout(go, everyMs - (Date.now() % everyMs));
      send();
    };
    go();
  }

  return {
    port: () => server.address().port,
    broadcast,
    silence: () => clearTimeout(timer),
  };
});
