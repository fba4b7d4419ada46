import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { ErrorState } from '@tradeyard/ui';
import { api, client } from '../../api.js';
import { FormModal } from '../../forms/FormModal.js';
import { notifyDone } from '../../forms/notify.js';
import { stoppedWords } from '../../orders/order-words.js';
import { ResumeButton } from '../../orders/ResumeButton.js';
import { StopTradingForm } from '../../orders/StopTradingForm.js';
import { problemSentence } from '../../problem.js';

/** The kill switch for everybody. */
export function TradingSwitch() {
  const { data, isError, error, refetch } = api.useQuery('get', '/admin/trading/stop');
  const queries = useQueryClient();
  const [opened, { open, close }] = useDisclosure(false);
  const reload = () =>
    Promise.all([refetch(), queries.invalidateQueries({ queryKey: ['get', '/trading/stop'] })]);
  const stop = async (reason: string | null) => {
    await client.PUT('/admin/trading/stop', { body: reason === null ? {} : { reason } });
    await reload();
    notifyDone('Trading is stopped for everybody');
    close();
  };
  const resume = async () => {
    await client.DELETE('/admin/trading/stop');
    await reload();
    notifyDone('Everybody can trade again');
  };
  if (isError && !data) {
    return (
      <ErrorState
        title="Whether people can trade is not known"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <Skeleton height={84} radius="md" />;
  return (
    <Stack gap="md" align="flex-start">
      <Text size="sm" c="dimmed">
        {data.isStopped ? `${stoppedWords(data)}.` : 'Everybody can trade.'}
      </Text>
      {data.isStopped ? (
        <ResumeButton words="Let everybody trade again" onResume={resume} />
      ) : (
        <Button variant="default" c="var(--loss)" onClick={open}>
          Stop trading for everybody…
        </Button>
      )}
      <FormModal opened={opened} onClose={close} title="Stop trading for everybody?">
        <StopTradingForm
          words="Nothing is filled and no new orders are taken, of anybody, until you let them trade again. Orders that wait stay as they are."
          onStop={stop}
          onCancel={close}
        />
      </FormModal>
    </Stack>
  );
}
