import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const packageFolder = join(import.meta.dirname, '..');
const { resolve } = createRequire(import.meta.url);
const program = join(dirname(resolve('openapi-typescript/package.json')), 'bin/cli.js');

it('has types that belong to openapi.json', async () => {
  const check = promisify(execFile)(
    process.execPath,
    [program, 'openapi.json', '-o', 'src/schema.gen.ts', '--check'],
    { cwd: packageFolder },
  );

  await expect(
    check,
    'The types are not those of the document: run `npm run openapi`',
  ).resolves.toBeDefined();
}, 30_000);
