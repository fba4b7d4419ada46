import { Button, Group, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useRefreshAccount, type Order } from '../account/account.js';
import { FormProblem } from '../forms/FormProblem.js';
import { notifyDone } from '../forms/notify.js';
import { useSubmit } from '../forms/submit.js';
import { orderTitle, outcomeWords } from './order-words.js';
import { cancelOrder, commitOrder } from './orders.js';
import { ReplaceModal } from './ReplaceModal.js';

/** What can be done about an order now; nothing where that is nothing. */
export function OrderActions({ order, size = 'xs' }: { order: Order; size?: 'xs' | 'sm' }) {
  const { actions } = order;
  const [isReplacing, setReplacing] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const commit = useAct(commitOrder, order, (done) => {
    if (done.status === 'filled') notifyDone(...outcomeWords(done));
    else notifyDone(`${orderTitle(done)}: placed`);
  });
  const cancelButton = useRef<HTMLButtonElement>(null);
  // The button that was asked with comes back, and the keyboard goes on from it.
  const keep = () => {
    flushSync(() => setAsked(false));
    cancelButton.current?.focus();
  };
  if (actions.length === 0) return null;
  const name = orderTitle(order);
  return (
    <div>
      <FormProblem problem={commit.problem} />
      {isAsked ? (
        <CancelQuestion order={order} size={size} onKeep={keep} />
      ) : (
        <Group gap="xs">
          {actions.includes('commit') && (
            <Button
              size={size}
              loading={commit.isPending}
              onClick={() => commit.submit()}
              aria-label={`Commit: ${name}`}
            >
              Commit
            </Button>
          )}
          {actions.includes('replace') && (
            <Button
              size={size}
              variant="default"
              onClick={() => setReplacing(true)}
              aria-label={`Change: ${name}`}
            >
              Change
            </Button>
          )}
          {actions.includes('cancel') && (
            <Button
              ref={cancelButton}
              size={size}
              variant="default"
              onClick={() => setAsked(true)}
              aria-label={`Cancel: ${name}`}
            >
              Cancel
            </Button>
          )}
        </Group>
      )}
      <ReplaceModal order={order} opened={isReplacing} onClose={() => setReplacing(false)} />
    </div>
  );
}

type CancelQuestionProps = { order: Order; size: 'xs' | 'sm'; onKeep: () => void };

/** In place of the buttons, so that nobody cancels with one slip. */
function CancelQuestion({ order, size, onKeep }: CancelQuestionProps) {
  const cancel = useAct(cancelOrder, order, (done) =>
    notifyDone(`Cancelled: ${orderTitle(done)}`, 'What it reserved is free again.'),
  );
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <>
      <FormProblem problem={cancel.problem} />
      <Group gap="xs" role="group" aria-label={`Cancel: ${orderTitle(order)}?`}>
        <Text size="sm">{questionOf(order)}</Text>
        <Button ref={keep} size={size} variant="default" onClick={onKeep}>
          Keep it
        </Button>
        <Button
          size={size}
          color="var(--loss-solid)"
          loading={cancel.isPending}
          onClick={() => cancel.submit()}
        >
          Cancel it
        </Button>
      </Group>
    </>
  );
}

const questionOf = ({ legRole, orderClass }: Order): string =>
  legRole !== null && legRole !== 'entry' && orderClass !== 'oto'
    ? 'Its other exit, if any, ends too.'
    : legRole === 'entry'
      ? 'Exits that wait for it end too.'
      : 'Really cancel it?';

/** Does something about an order, once at a time, and reads again what shows it. */
function useAct(
  act: (id: string, key: string) => Promise<Order>,
  { id }: Order,
  onDone: (order: Order) => void,
) {
  const refresh = useRefreshAccount();
  return useSubmit(useForm({ initialValues: {} }), async (_, key) => {
    const done = await act(id, key);
    onDone(done);
    await refresh();
  });
}
