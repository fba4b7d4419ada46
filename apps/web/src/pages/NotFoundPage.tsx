import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Card, EmptyState, PageHeader } from '@tradeyard/ui';
import { Link } from 'react-router';
import { usePageTitle } from '../page-title.js';

export default function NotFoundPage() {
  usePageTitle('Page not found');
  return (
    <>
      <PageHeader title="Page not found" />
      <Card>
        <EmptyState
          icon={IconMapOff}
          title="There is nothing at this address"
          action={
            <Button component={Link} to="/">
              Go to the dashboard
            </Button>
          }
        >
          The page may have moved, or the link has a typing mistake in it.
        </EmptyState>
      </Card>
    </>
  );
}
