import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { UserEntity } from '../auth/user.entity.js';
import { RolesService } from './roles.service.js';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await app.register({ email: 'first@example.org', displayName: 'Ada' });
  await app.register({ email: 'second@example.org', displayName: 'Grace' });
});
afterAll(() => app.close());

type Said = { readonly exitCode: number; readonly out: string; readonly error: string };

/** The command as it is shipped. */
function runCommand(...args: string[]): Promise<Said> {
  if (!existsSync(program)) throw new Error(`${program} is missing: run "npm run build" first`);
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: app.databaseUrl,
    AUTH_SECRET: 'only there because every configuration has one',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'user:role', ...args], { env }, (failure, out, error) =>
      resolve({ exitCode: Number(failure?.code ?? 0), out, error }),
    );
  });
}

/** Only the command has it. */
const rolesService = () => new RolesService(app.get(DataSource).getRepository(UserEntity));

const listAdmins = async (): Promise<string[]> =>
  (await app.query(`select email from "user" where role = 'admin' order by email`)).map(({ email }) => email);

it.each([
  [
    'second@example.org',
    'admin',
    'Grace <second@example.org> is an administrator now.\n',
    ['first', 'second'],
  ],
  [' FIRST@example.org ', 'user', 'Ada <first@example.org> is an ordinary user now.\n', ['second']],
  ['first@example.org', 'user', 'Ada <first@example.org> is an ordinary user now.\n', ['second']],
])('gives %s the role of %s', async (email, role, sentence, admins) => {
  expect(await runCommand(email, role)).toEqual({ exitCode: 0, out: sentence, error: '' });

  expect(await listAdmins()).toEqual(admins.map((name) => `${name}@example.org`));
});

const usage = 'Usage: npm run user:role -- EMAIL user|teacher|admin\n';

it.each([
  ['an unknown email', ['x@example.org', 'admin'], 'Nobody here has the email "x@example.org"\n'],
  ['an unknown role', ['first@example.org', 'root'], usage],
  ['no role', ['first@example.org'], usage],
  ['too much', ['first@example.org', 'admin', 'now'], usage],
  [
    'the last administrator',
    ['second@example.org', 'user'],
    'This is the only administrator: make somebody else one first\n',
  ],
])('refuses %s and changes nothing', async (_, args, sentence) => {
  const before = await listAdmins();

  expect(await runCommand(...args)).toEqual({ exitCode: 1, out: '', error: sentence });

  expect(await listAdmins()).toEqual(before);
});

it('leaves one of two administrators who lose the role at once', async () => {
  const roles = rolesService();
  const emails = ['first@example.org', 'second@example.org'];
  for (let round = 0; round < 10; round += 1) {
    for (const email of emails) await roles.setRole(email, 'admin');

    const results = await Promise.allSettled(emails.map((email) => roles.setRole(email, 'user')));

    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listAdmins()).toHaveLength(1);
  }
});

it('counts nobody whose account is closed', async () => {
  const roles = rolesService();
  await roles.setRole('first@example.org', 'admin');
  await roles.setRole('second@example.org', 'admin');
  await app.query(`update "user" set closed_at = now() where email = 'first@example.org'`);

  await expect(roles.setRole('second@example.org', 'user')).rejects.toMatchObject({ code: 'forbidden' });
  await roles.setRole('first@example.org', 'user');

  expect((await runCommand('first@example.org', 'admin')).out).toBe(
    'Ada <first@example.org> is an administrator now, but the account is closed.\n',
  );
});
