import { session } from '../src/api.js';
import type { User } from '../src/session/session-store.js';

/** Signs somebody in, without asking anybody. */
export function signedInAs(role: User['role'] = 'user'): User {
  const user: User = {
    id: '01890000-0000-7000-8000-000000000001',
    email: 'grace@example.org',
    handle: 'grace-hopper',
    displayName: 'Grace Hopper',
    baseCurrency: 'EUR',
    role,
    createdAt: '2026-01-05T10:00:00.000Z',
  };
  session.updateUser(user);
  return user;
}
