import { Button, Text } from '@mantine/core';
import { Link, Navigate } from 'react-router';
import { usePageTitle } from '../../page-title.js';
import { useSession } from '../../session/session.js';
import { AuthLayout } from '../sign-in/AuthLayout.js';

/** Where one is after closing one's account, until the page is left. */
export default function AccountClosedPage() {
  usePageTitle('Account closed');
  const { state } = useSession();
  if (state.status !== 'signedOut' || !state.accountClosed) return <Navigate to="/" replace />;
  return (
    <AuthLayout
      title="Your account is closed"
      subtitle="You are signed out on all your devices. Thank you for having been here."
      footer={null}
    >
      <Text size="sm" mb="lg">
        What happened in it stays on record, and nobody can send money to it. If you change your mind, an
        administrator can open it again, with all that was there.
      </Text>
      <Button component={Link} to="/sign-in" variant="default" fullWidth>
        Go to the sign-in page
      </Button>
    </AuthLayout>
  );
}
