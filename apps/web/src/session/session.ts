import { useSyncExternalStore } from 'react';
import { session } from '../api.js';
import type { SessionState, User } from './session-store.js';

export function useSession(): { state: SessionState; user: User | null } {
  const state = useSyncExternalStore(session.subscribe, session.getState);
  return { state, user: state.status === 'signedIn' ? state.user : null };
}

/** Who is signed in, on pages that only they can open. */
export function useUser(): User {
  const { user } = useSession();
  if (!user) throw new Error('This page is for people who are signed in');
  return user;
}
