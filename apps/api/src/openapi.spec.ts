import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentText } from './openapi.js';

const committed = join(import.meta.dirname, '../../../libs/api-client/openapi.json');

it('is what openapi.json holds', async () => {
  const hint =
    'The API differs from libs/api-client/openapi.json: run `npm run openapi` and commit both files';

  expect(await documentText(), hint).toBe(readFileSync(committed, 'utf8'));
});

it('is the same each time', async () => {
  expect(await documentText()).toBe(await documentText());
});

it('gives every property and parameter a type', async () => {
  // A type that is an alias of another file's is documented as an object by a compiler that reads one file at a time.
  expect(listUntyped(JSON.parse(await documentText()), '')).toEqual([]);
});

/** Where in the document an object is promised of which nothing else is said. */
function listUntyped(node: unknown, path: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, $ref } = node as { type?: unknown; $ref?: unknown };
  const isBare =
    type === 'object' && !['properties', 'additionalProperties', 'allOf'].some((key) => key in node);
  if (isBare || $ref === '#/components/schemas/Object')
    return [`${path}: say { type: String } or what it is`];
  return Object.entries(node).flatMap(([key, value]) => listUntyped(value, `${path}/${key}`));
}
