import { Notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { preloadPages } from '../lazy-page.js';
import { StreamProvider } from '../stream/StreamProvider.js';
import { Shell } from './Shell.js';
import classes from './SignedInShell.module.css';

const noticeMs = 5000;
const noticesMax = 3;

/** What only people who are signed in need, in a file of its own so that the sign-in page stays light. */
export default function SignedInShell() {
  useEffect(preloadPages, []);
  return (
    <StreamProvider>
      <Notifications
        position="bottom-right"
        autoClose={noticeMs}
        limit={noticesMax}
        className={classes.notices}
      />
      <Shell />
    </StreamProvider>
  );
}
