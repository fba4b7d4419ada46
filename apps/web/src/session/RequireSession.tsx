import { Center, Loader } from '@mantine/core';
import { Card, ErrorState } from '@tradeyard/ui';
import { Navigate, Outlet, useLocation, useSearchParams } from 'react-router';
import { session } from '../api.js';
import { problemSentence } from '../problem.js';
import { useSession } from './session.js';

/** The wanted address is kept in the address of the sign-in page, so that a reload there does not lose it. */
const nextParameter = 'next';

/** Opens its routes to people who are signed in, and sends others to sign in first. */
export function RequireSession() {
  const { state } = useSession();
  const { pathname, search } = useLocation();
  switch (state.status) {
    case 'unknown':
      return <Waiting />;
    case 'unreachable':
      return (
        <Center mih="100dvh" p="md">
          <Card>
            <ErrorState
              title="Tradeyard cannot be reached"
              message={problemSentence(state.error)}
              onRetry={() => void session.restore()}
            />
          </Card>
        </Center>
      );
    case 'signedOut': {
      if (state.accountClosed) return <Navigate to="/account-closed" replace />;
      // Who chose to sign out leaves no address behind for whoever signs in next.
      const wanted = state.byChoice ? '/' : pathname + search;
      const query = wanted === '/' ? '' : `?${new URLSearchParams({ [nextParameter]: wanted }).toString()}`;
      return <Navigate to={`/sign-in${query}`} replace />;
    }
    case 'signedIn':
      return <Outlet />;
  }
}

/** Sign-in and registration; who has signed in goes on to where they wanted to be. */
export function RequireNoSession() {
  const { state } = useSession();
  const [search] = useSearchParams();
  if (state.status === 'unknown') return <Waiting />;
  if (state.status === 'signedIn') return <Navigate to={ownAddress(search.get(nextParameter))} replace />;
  return <Outlet />;
}

/** An address of ours only: a link that leads elsewhere after sign-in would be a gift to phishing. */
const ownAddress = (next: string | null): string => (next && /^\/(?![/\\])/.test(next) ? next : '/');

const Waiting = () => (
  <Center mih="100dvh" role="status">
    <span className="spoken">Loading</span>
    <Loader type="dots" aria-hidden />
  </Center>
);
