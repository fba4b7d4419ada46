import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestApp, testPassword, type TestApp, type TestPerson } from '../../test/app.js';

let app: TestApp;
let admin: TestPerson;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.register();
  ada = await app.register();
});
afterAll(() => app.close());

const setRole = (role: string, { user }: TestPerson) =>
  app.query('update "user" set role = $1 where id = $2', [role, user.id]);

async function countWaiting(empty: TestApp): Promise<number> {
  const [{ waiting }] = await empty.query(
    'select count(*)::int as waiting from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())',
  );
  return waiting;
}

describe('the administrator of an installation', () => {
  it('is who registers first, and nobody after', async () => {
    expect(admin.user.role).toBe('admin');
    expect(ada.user.role).toBe('user');
    expect((await admin.get('/me')).body.role).toBe('admin');
    const again = await app.anonymous.post('/auth/login', {
      email: admin.user.email,
      password: testPassword,
    });
    expect(again.body.user.role).toBe('admin');
  });

  it('is one person, however many register first at once', async () => {
    const empty = await createTestApp();
    const first = empty.get(DataSource).createQueryRunner();
    try {
      await first.startTransaction();
      await first.query(
        `insert into "user" values (gen_random_uuid(), 'first', 'first', 'First', 'EUR', 'none', now(), 'admin')`,
      );
      let answered = 0;
      const late = [1, 2, 3].map(() => empty.register().finally(() => (answered += 1)));
      // Nobody is there yet for any of them to see.
      await vi.waitFor(async () => expect(answered + (await countWaiting(empty))).toBe(3));
      await first.commitTransaction();

      expect((await Promise.all(late)).map(({ user }) => user.role)).toEqual(['user', 'user', 'user']);
    } finally {
      await first.release();
      await empty.close();
    }
  });
});

describe('a route for administrators', () => {
  it('refuses everybody else, and people without a session before that', async () => {
    const refused = await ada.get('/admin/users');

    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: 'forbidden', detail: 'This is for administrators' });
    expect((await app.anonymous.get('/admin/users')).status).toBe(401);
    expect((await admin.get('/admin/users')).status).toBe(200);
  });

  it('asks for the role as it is now, whatever it was when the session began', async () => {
    await setRole('admin', ada);
    expect((await ada.get('/admin/users')).status).toBe(200);

    await setRole('user', ada);

    expect((await ada.get('/admin/users')).status).toBe(403);
  });
});

it('knows no other roles', async () => {
  await expect(setRole('root', ada)).rejects.toThrow('user_role_known');
});
