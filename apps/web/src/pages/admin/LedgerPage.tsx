import { Button, Stack, Text } from '@mantine/core';
import { Card, ErrorState } from '@tradeyard/ui';
import { api } from '../../api.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { VerificationResult } from './VerificationResult.js';

export default function LedgerPage() {
  usePageTitle('Ledger check');
  const { mutate, data, isPending, isError, error, submittedAt } = api.useMutation(
    'post',
    '/admin/ledger/verification',
  );
  const check = () => mutate({});
  return (
    <Stack gap="lg">
      <Card title="Check the ledger">
        <Stack gap="md" align="flex-start">
          <Text size="sm" c="dimmed" maw="68ch">
            Every balance is computed anew from all the movements that ever made it, every movement must come
            to zero, and what is held must belong to something open. Nothing is changed. A large ledger takes
            a minute.
          </Text>
          <Button loading={isPending} onClick={check}>
            {data || isError ? 'Check again' : 'Check now'}
          </Button>
        </Stack>
      </Card>
      <div role="status">
        {isPending && <span className="spoken">The ledger is being checked</span>}
        {data && <VerificationResult verification={data} at={submittedAt} />}
      </div>
      {isError && (
        <Card>
          <ErrorState
            title="The ledger could not be checked"
            message={problemSentence(error)}
            onRetry={check}
          />
        </Card>
      )}
    </Stack>
  );
}
