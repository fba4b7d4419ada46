import WebSocket from 'ws';
import { ProviderError, type ProviderSession } from './market-provider.provider.js';

/** Far above any frame of prices; a larger one ends the connection before it is held in memory. */
const frameBytesMax = 1024 * 1024;

export type SocketConversation = {
  readonly url: string;
  readonly connectMs: number;
  /** Once the connection stands: what is to be sent, a pause after each. */
  readonly greetings: readonly string[];
  readonly pauseMs: number;
  /** A frame, as the JSON that it holds; throws `ProviderError` for what ends the conversation. */
  readonly receive: (message: unknown) => void;
};

/**
 * Holds one WebSocket connection until it fails, which rejects with a
 * `ProviderError`, or until the session's signal. The address is not in any
 * error: it may hold a key.
 */
export function holdSocket(session: ProviderSession, conversation: SocketConversation): Promise<void> {
  const { url, connectMs, receive } = conversation;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      handshakeTimeout: connectMs,
      maxPayload: frameBytesMax,
      perMessageDeflate: false,
      followRedirects: false,
    });
    const end = (error?: ProviderError): void => {
      socket.terminate();
      if (error) reject(error);
      else resolve();
    };
    session.signal.addEventListener('abort', () => end(), { once: true });
    socket.on('unexpected-response', (_request, { statusCode, headers }) => {
      const retryAfterMs = Number(headers['retry-after'] ?? 0) * 1_000;
      end(new ProviderError(`refused the connection with status ${statusCode}`, retryAfterMs || 0));
    });
    socket.on('error', (error) => end(new ProviderError(reasonOf(error))));
    socket.on('close', (code) => end(new ProviderError(`closed the connection with code ${code}`)));
    socket.on('ping', session.heard);
    socket.on('open', () => {
      session.heard();
      void greet(socket, conversation);
    });
    socket.on('message', (data, isBinary) => {
      session.heard();
      try {
        // ws gives one Buffer unless it is told otherwise.
        if (isBinary) session.countMalformed();
        else receive(JSON.parse((data as Buffer).toString()));
      } catch (error) {
        if (error instanceof SyntaxError) session.countMalformed();
        else
          end(
            error instanceof ProviderError ? error : new ProviderError('sent what could not be understood'),
          );
      }
    });
  });
}

async function greet(socket: WebSocket, { greetings, pauseMs }: SocketConversation): Promise<void> {
  for (const greeting of greetings) {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(greeting);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** What went wrong below may name the address, and the address may hold a key: only the code of it is kept. */
function reasonOf(error: Error & { code?: string }): string {
  if (error.code?.startsWith('WS_ERR')) return `broke the protocol (${error.code})`;
  if (/handshake has timed out/.test(error.message)) return 'did not answer in time';
  return error.code ? `cannot be reached (${error.code})` : 'cannot be reached';
}

/** In groups of at most `size`, in order. */
export function inGroups<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
