import { Notifications } from '@mantine/notifications';
import { StreamProvider } from '../stream/StreamProvider.js';
import { Shell } from './Shell.js';

/** What only people who are signed in need, in a file of its own so that the sign-in page stays light. */
const SignedInShell = () => (
  <StreamProvider>
    <Notifications position="bottom-right" autoClose={6000} />
    <Shell />
  </StreamProvider>
);
export default SignedInShell;
