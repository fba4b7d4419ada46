import { STATUS_CODES } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ProblemDto } from './problem.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const problemSchema = { $ref: `#/components/schemas/${ProblemDto.name}` };
const problemContent = { 'application/problem+json': { schema: problemSchema } };

/** What the API's routes look like from outside. The same code gives the same document, byte for byte. */
export function createDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Tradeyard')
    .setDescription(
      'A brokerage in a box. Amounts are exact decimals in text; errors are problem details (RFC 9457) with a stable `code`; ' +
        'lists are read in pages by `cursor`; a POST that moves money may be repeated safely with the same `Idempotency-Key`.',
    )
    .setVersion('1')
    .addServer('/api/v1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    ignoreGlobalPrefix: true,
    extraModels: [ProblemDto],
  });
  const paths = sorted(document.paths);
  for (const [path, item] of Object.entries(paths)) {
    // These stand outside the prefix, where a load balancer looks for them.
    if (/^\/(healthz|readyz)$/.test(path)) item.servers = [{ url: '/' }];
    for (const operation of Object.values(item)) if (isOperation(operation)) describeAnswers(operation);
  }
  return {
    ...document,
    paths,
    components: { ...document.components, schemas: sorted(document.components?.schemas ?? {}) },
  };
}

const isOperation = (value: unknown): value is Operation =>
  typeof value === 'object' && value !== null && 'responses' in value;

/** Every route can fail, and always in the same form, of its own media type. */
function describeAnswers({ responses }: Operation): void {
  responses.default = { description: 'Anything else that is wrong', content: problemContent };
  for (const [status, response] of Object.entries(responses)) {
    if (!response || '$ref' in response) continue;
    response.description ||= STATUS_CODES[status] ?? status;
    const schema = response.content?.['application/json']?.schema;
    if (schema && '$ref' in schema && schema.$ref === problemSchema.$ref) response.content = problemContent;
  }
}

const sorted = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
