import { lazy, Suspense, useEffect } from 'react';
import { preloadPages } from '../lazy-page.js';
import { StreamProvider } from '../stream/StreamProvider.js';
import { NoticeListener } from '../alerts/NoticeListener.js';
import { OrderListener } from '../orders/OrderListener.js';
import { Shell } from './Shell.js';

const Notices = lazy(() => import('./Notices.js'));

/** What only people who are signed in need, in a file of its own so that the sign-in page stays light. */
export default function SignedInShell() {
  useEffect(preloadPages, []);
  return (
    <StreamProvider>
      <Suspense>
        <Notices />
      </Suspense>
      <NoticeListener />
      <OrderListener />
      <Shell />
    </StreamProvider>
  );
}
