import { z } from 'zod';
import type { ChannelDescription } from './channel.dto.js';
import {
  authWithinMs,
  channelsMax,
  clientMessages,
  messageBytesMax,
  messagesPerSecondMax,
  replayMax,
  serverMessages,
  streamErrors,
  subprotocol,
  subscribeWithinMs,
  tokenProtocolPrefix,
} from './stream.dto.js';

type Schema = Record<string, unknown>;

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** AsyncAPI's own form of schemas is a superset of JSON Schema's draft 7. */
function schemaOf(type: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { target: 'draft-7', io: 'input' });
  return schema;
}

/** The parts of a value, any of which may be there: as a JSON merge patch, RFC 7396. */
function patchOf(schema: Schema): Schema {
  const { required: _, properties, additionalProperties, anyOf, ...rest } = schema;
  return {
    ...rest,
    ...(typeof properties === 'object' && {
      properties: Object.fromEntries(
        Object.entries(properties as Record<string, Schema>).map(([name, part]) => [name, patchOf(part)]),
      ),
    }),
    ...(Array.isArray(anyOf) && { anyOf: (anyOf as Schema[]).map(patchOf) }),
    // Of a record, one that is gone is null.
    ...(typeof additionalProperties === 'object' &&
      additionalProperties !== null && {
        additionalProperties: { anyOf: [patchOf(additionalProperties as Schema), { type: 'null' }] },
      }),
    ...(additionalProperties === false && { additionalProperties }),
  };
}

/** A message of one kind of channel: the general one, with what it holds. */
function messageOf(
  type: 'snapshot' | 'change' | 'event',
  { name, example }: ChannelDescription,
  data: Schema,
): Schema {
  const general = schemaOf(serverMessages[type]);
  const properties = general['properties'] as Record<string, Schema>;
  const isOne = example === name;
  const channel = isOne ? { const: name } : { type: 'string', pattern: `^${name}:`, examples: [example] };
  return { ...general, properties: { ...properties, channel, data } };
}

function schemasOf(channel: ChannelDescription): Record<string, Schema> {
  const { name, description, data, snapshotData } = channel;
  const named = { [name]: { ...schemaOf(data), description } };
  const whole = snapshotData ? schemaOf(snapshotData) : ref(name);
  return {
    ...named,
    [`${name}Snapshot`]: messageOf('snapshot', channel, whole),
    ...(channel.kind === 'value'
      ? { [`${name}Change`]: messageOf('change', channel, patchOf(schemaOf(data))) }
      : { [`${name}Event`]: messageOf('event', channel, ref(name)) }),
  };
}

const seconds = (ms: number): number => ms / 1000;

const closings = Object.entries(streamErrors)
  .filter(([, closeCode]) => closeCode !== null)
  .map(([code, closeCode]) => `${closeCode} ${code}`)
  .join(', ');

const description = `Live prices, candles, orders and what a portfolio is worth.

Send the access token as \`Authorization: Bearer TOKEN\`, as the subprotocols \`${subprotocol}\` and \`${tokenProtocolPrefix}TOKEN\` (a browser can
set no header), or as the first message; never in the address, which servers and proxies log. Each frame from the server is an array of messages.

A channel begins with a snapshot. Of a value only what changed is sent from then on, as a merge patch; between two frames many changes are one, and
a client that reads too slowly misses some and gets a snapshot of the newest. The numbers (\`seq\`) of a value grow by one: a change whose number is not one more
than the last does not fit what you have, so subscribe again; a snapshot may have any number. The numbers of events grow with gaps that mean nothing: none is left out.

To resume, subscribe with \`since\`, the last number seen of each channel: a value is sent only if it differs, and events that were missed are repeated. A snapshot
in answer means that more than ${replayMax} were missed, or that the number is unknown.

At most ${channelsMax} channels on a connection, ${messagesPerSecondMax} messages a second and ${messageBytesMax} bytes a message to the server; sign in within ${seconds(authWithinMs)} seconds and
subscribe to something within ${seconds(subscribeWithinMs)} more. Answer pings. Close codes: ${closings}, 1009 a message is too long, 1001 the server stops.`;

/** The document of the stream, AsyncAPI 3, with all channels that are registered. The same channels give the same text. */
export function createAsyncApi(channels: readonly ChannelDescription[]): object {
  const sorted = channels.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const ofChannels = Object.assign({}, ...sorted.map(schemasOf)) as Record<string, Schema>;
  const { snapshot: _, change: __, event: ___, ...general } = serverMessages;
  const inFrame = [
    ...Object.keys(general),
    ...Object.keys(ofChannels).filter((name) => /(Snapshot|Change|Event)$/.test(name)),
  ];
  const sent = Object.entries(clientMessages);
  return {
    asyncapi: '3.0.0',
    info: { title: 'Tradeyard', version: '1', description },
    defaultContentType: 'application/json',
    servers: {
      tradeyard: {
        host: 'localhost:3000',
        pathname: '/api/v1',
        protocol: 'ws',
        description: 'wss where the server has TLS',
        security: [{ $ref: '#/components/securitySchemes/bearer' }],
      },
    },
    channels: {
      stream: {
        address: '/stream',
        description: `What can be watched: ${sorted.map(({ example }) => `\`${example}\``).join(', ')}`,
        messages: Object.fromEntries(
          [...sent.map(([name]) => name), 'frame'].map((name) => [
            name,
            { $ref: `#/components/messages/${name}` },
          ]),
        ),
      },
    },
    operations: {
      say: operation(
        'receive',
        'What a client says',
        sent.map(([name]) => name),
      ),
      hear: operation('send', 'What a client hears', ['frame']),
    },
    components: {
      messages: {
        ...Object.fromEntries(sent.map(([name]) => [name, { name, payload: ref(name) }])),
        frame: {
          name: 'frame',
          payload: { type: 'array', items: { anyOf: inFrame.map(ref) } },
        },
      },
      schemas: {
        ...Object.fromEntries(sent.map(([name, type]) => [name, schemaOf(type)])),
        ...Object.fromEntries(Object.entries(general).map(([name, type]) => [name, schemaOf(type)])),
        ...ofChannels,
      },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

/** `action` is what the server does. */
const operation = (action: 'send' | 'receive', summary: string, messages: readonly string[]): object => ({
  action,
  summary,
  channel: { $ref: '#/channels/stream' },
  messages: messages.map((name) => ({ $ref: `#/channels/stream/messages/${name}` })),
});
