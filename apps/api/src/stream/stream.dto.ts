import { z } from 'zod';

/** Longer messages from a client close the connection (1009); 200 channels with their numbers fit into one. */
export const messageBytesMax = 16 * 1024;
export const messagesPerSecondMax = 20;
export const channelsMax = 200;
/** Who has signed in within this time stays, and so does who has subscribed to something within the next one. */
export const authWithinMs = 10_000;
export const subscribeWithinMs = 60_000;
/** Each connection is pinged so often, and ended when the ping before was not answered. */
export const pingEveryMs = 30_000;
/** More missed events than this are not repeated: the client gets a snapshot. */
export const replayMax = 500;

/** The subprotocol of the stream. A browser, which can set no header, offers it with `bearer.TOKEN` beside it. */
export const subprotocol = 'tradeyard';
export const tokenProtocolPrefix = 'bearer.';

/** Printable, since some are looked for in the database. */
const channelName = z
  .string()
  .max(60)
  .regex(/^[!-~]*$/);
const channelNames = z.array(channelName).min(1).max(channelsMax);
const channel = z.string().meta({ examples: ['quotes:AAPL'] });

/** What a client may send, as JSON, one message in a frame. */
export const clientMessages = {
  auth: z.strictObject({ type: z.literal('auth'), token: z.string() }).meta({
    description:
      'First, within ten seconds, unless the token came with the connection; and again with a fresh one before the old one ends',
  }),
  subscribe: z
    .strictObject({
      type: z.literal('subscribe'),
      channels: channelNames,
      since: z.record(channelName, z.int().min(0)).optional().meta({
        description:
          'To resume: the last `seq` seen of each channel. A value is then sent only if it differs, missed events are repeated',
      }),
    })
    .meta({ description: 'Adds channels. `subscribed` is the answer, with a snapshot of each behind it' }),
  unsubscribe: z
    .strictObject({ type: z.literal('unsubscribe'), channels: channelNames })
    .meta({ description: 'Leaves channels. `subscribed` is the answer' }),
};

const clientMessageSchema = z.discriminatedUnion('type', [
  clientMessages.auth,
  clientMessages.subscribe,
  clientMessages.unsubscribe,
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** What can be wrong, and with which code a connection is closed for it; null where it stays open. */
export const streamErrors = {
  validation_failed: null,
  channel_not_found: null,
  too_many_channels: null,
  service_unavailable: null,
  unauthenticated: 4401,
  idle: 4408,
  too_many_connections: 4409,
  too_slow: 4413,
  too_many_requests: 4429,
} as const;
export type StreamErrorCode = keyof typeof streamErrors;
export const goingAwayCode = 1001;

const numbered = {
  channel,
  seq: z.int().min(0).meta({ description: 'Grows with each message of the channel' }),
};

/** What the server sends: each frame is a JSON array of these. */
export const serverMessages = {
  ready: z
    .object({ type: z.literal('ready'), endsAt: z.iso.datetime() })
    .meta({ description: 'Signed in, until the token ends' }),
  subscribed: z
    .object({ type: z.literal('subscribed'), channels: z.array(channel) })
    .meta({ description: 'All channels of this connection' }),
  snapshot: z
    .object({ type: z.literal('snapshot'), ...numbered, data: z.unknown() })
    .meta({ description: 'All there is to know now. Numbers before it are settled' }),
  change: z.object({ type: z.literal('change'), ...numbered, data: z.unknown() }).meta({
    description:
      'The parts of a value that changed, to be merged into it (RFC 7396); null means that there is none. ' +
      'Its number is one more than that of the message before',
  }),
  event: z.object({ type: z.literal('event'), ...numbered, data: z.unknown() }).meta({
    description: 'Something happened. Numbers grow, and not by one; none is left out',
  }),
  error: z
    .object({
      type: z.literal('error'),
      code: z.enum(Object.keys(streamErrors) as [StreamErrorCode, ...StreamErrorCode[]]),
      detail: z.string(),
      channels: z.array(channel).optional(),
    })
    .meta({ description: 'What is wrong with what was sent, or why the connection is closed' }),
};

export type ServerMessage = {
  [Type in keyof typeof serverMessages]: z.infer<(typeof serverMessages)[Type]>;
}[keyof typeof serverMessages];

/** Null for anything else than a message of the protocol. */
export function readClientMessage(text: string): ClientMessage | null {
  try {
    return clientMessageSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A value's or an event's message as its JSON, from data that is JSON already. */
export const messageText = (
  type: 'snapshot' | 'change' | 'event',
  channelName: string,
  seq: number,
  dataText: string,
): string => `{"type":"${type}","channel":${JSON.stringify(channelName)},"seq":${seq},"data":${dataText}}`;

const textFrame = 0x81; // the last part of a text, RFC 6455, 5.2

/**
 * Messages as one WebSocket frame with its header, ready for any number of
 * sockets: RFC 6455, 5.2, without a mask, as a server sends.
 */
export function frameOf(messages: readonly string[]): Buffer {
  const text = `[${messages.join(',')}]`;
  const bytes = Buffer.byteLength(text);
  const headerBytes = bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + bytes);
  frame[0] = textFrame;
  frame[1] = headerBytes === 2 ? bytes : headerBytes === 4 ? 126 : 127;
  if (headerBytes === 4) frame.writeUInt16BE(bytes, 2);
  else if (headerBytes === 10) frame.writeBigUInt64BE(BigInt(bytes), 2);
  frame.write(text, headerBytes);
  return frame;
}
