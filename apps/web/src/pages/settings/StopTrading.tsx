import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Card } from '@tradeyard/ui';
import { useRefreshAccount } from '../../account/account.js';
import { client } from '../../api.js';
import { FormModal } from '../../forms/FormModal.js';
import { notifyDone } from '../../forms/notify.js';
import { stoppedWords } from '../../orders/order-words.js';
import { useTradingState } from '../../orders/orders.js';
import { ResumeButton } from '../../orders/ResumeButton.js';
import { StopTradingForm } from '../../orders/StopTradingForm.js';

/** One's own kill switch. */
export function StopTrading() {
  const { data, refetch } = useTradingState();
  const refresh = useRefreshAccount();
  const [opened, { open, close }] = useDisclosure(false);
  const stop = async (reason: string | null) => {
    const { data: stopped } = await client.PUT('/trading/stop', { body: reason === null ? {} : { reason } });
    await Promise.all([refetch(), refresh()]);
    notifyDone('Your trading is stopped', cancelledWords(stopped?.cancelled ?? 0));
    close();
  };
  const resume = async () => {
    await client.DELETE('/trading/stop');
    await refetch();
    notifyDone('You can trade again');
  };
  return (
    <Card title="Stop trading">
      <Stack gap="md" align="flex-start">
        <Text size="sm" c="dimmed">
          {data?.isStopped
            ? `${stoppedWords(data)}.`
            : 'Cancels all your open orders at once, and takes no new ones until you say so.'}
        </Text>
        {data?.isOwn ? (
          <ResumeButton words="Trade again" onResume={resume} />
        ) : (
          <Button variant="default" c="var(--loss)" onClick={open}>
            Stop my trading…
          </Button>
        )}
      </Stack>
      <FormModal opened={opened} onClose={close} title="Stop your trading?">
        <StopTradingForm
          words="All your open orders are cancelled, your automated points and what protects your positions with them. New ones are not taken until you trade again."
          onStop={stop}
          onCancel={close}
        />
      </FormModal>
    </Card>
  );
}

const cancelledWords = (count: number): string =>
  count === 0
    ? 'Nothing was open.'
    : count === 1
      ? '1 order was cancelled.'
      : `${count} orders were cancelled.`;
