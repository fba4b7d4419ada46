import { Button, Group } from '@mantine/core';
import { IconWebhook } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, formatDay, formatMoment, TableSkeleton } from '@tradeyard/ui';
import { useState } from 'react';
import { useAlertChannels, useDeliveries, useWebhooks, type Webhook } from '../../alerts/alerts.js';
import type { Schemas } from '../../api.js';
import { problemSentence } from '../../problem.js';
import { DetailRow } from '../DetailRows.js';
import rows from '../DetailRows.module.css';
import { WebhookModal, type WebhookAction } from './WebhookModal.js';

/** Where alerts are told besides the app. */
export function Webhooks() {
  const { data, isPending, isError, error, refetch } = useWebhooks();
  const channels = useAlertChannels().data;
  const [action, setAction] = useState<WebhookAction | null>(null);
  const isFull = (data?.items.length ?? 0) >= (channels?.webhooksMax ?? Infinity);
  const email = channels?.items.find(({ channel }) => channel === 'email');
  return (
    <Card
      title="Where else to tell"
      flush
      action={
        <Button variant="default" size="xs" disabled={isFull} onClick={() => setAction({ do: 'create' })}>
          Add webhook
        </Button>
      }
    >
      {isPending && <TableSkeleton what="The list of webhooks" rows={2} />}
      {isError && !data && (
        <ErrorState
          title="Your webhooks could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {data && (
        <ul className={rows.list} aria-label="Where else to tell">
          {email?.available && <DetailRow title="Email" details={[email.address ?? '']} />}
          {data.items.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} onAction={setAction} />
          ))}
        </ul>
      )}
      {data?.items.length === 0 && !email?.available && (
        <EmptyState icon={IconWebhook} title="Alerts are told in the app">
          Add the address of a program of yours, and it is sent a signed message when an alert fires that asks
          for it.
        </EmptyState>
      )}
      <WebhookModal action={action} onClose={() => setAction(null)} onShow={setAction} />
    </Card>
  );
}

type WebhookRowProps = { webhook: Webhook; onAction: (action: WebhookAction) => void };

function WebhookRow({ webhook, onAction }: WebhookRowProps) {
  const [isShown, setShown] = useState(false);
  const { url, createdAt, oldSecretUntil } = webhook;
  return (
    <DetailRow
      title={url}
      details={[
        `Webhook since ${formatDay(createdAt)}`,
        ...(oldSecretUntil === null
          ? []
          : [`the old secret signs too until ${formatMoment(oldSecretUntil)}`]),
      ]}
    >
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          aria-label={`Send a test to ${url}`}
          onClick={() => onAction({ do: 'test', webhook })}
        >
          Test
        </Button>
        <Button
          variant="default"
          size="xs"
          aria-expanded={isShown}
          aria-label={`Deliveries to ${url}`}
          onClick={() => setShown(!isShown)}
        >
          Deliveries
        </Button>
        <Button
          variant="default"
          size="xs"
          aria-label={`New secret of ${url}`}
          onClick={() => onAction({ do: 'rotate', webhook })}
        >
          New secret
        </Button>
        <Button
          variant="default"
          size="xs"
          aria-label={`Delete ${url}`}
          onClick={() => onAction({ do: 'delete', webhook })}
        >
          Delete
        </Button>
      </Group>
      {isShown && <Deliveries id={webhook.id} />}
    </DetailRow>
  );
}

const deliveryWords: Record<Schemas['DeliveryStatus'], string> = {
  pending: 'On its way',
  delivered: 'Delivered',
  given_up: 'Given up',
};
const deliveryTones = { pending: 'notice', delivered: 'gain', given_up: 'loss' } as const;

/** The last messages, with what became of them. */
function Deliveries({ id }: { id: string }) {
  const { data, isPending, isError, error } = useDeliveries(id);
  if (isPending) return <TableSkeleton what="The list of deliveries" rows={1} />;
  if (isError) return <p role="alert">{problemSentence(error)}</p>;
  if (data.items.length === 0)
    return <p className={rows.detail}>Nothing was sent there in the last 30 days.</p>;
  return (
    <ul className={rows.inner} aria-label="Deliveries">
      {data.items.map(({ id: key, status, attempts, answer, fault, createdAt, dueAt }) => (
        <DetailRow
          key={key}
          title={formatMoment(createdAt)}
          badge={{ words: deliveryWords[status], tone: deliveryTones[status] }}
          details={[
            attempts === 1 ? 'tried once' : `tried ${attempts} times`,
            ...(answer === null ? [] : [`answered ${answer}`]),
            ...(fault === null ? [] : [fault]),
            ...(dueAt === null ? [] : [`next try ${formatMoment(dueAt)}`]),
          ]}
        />
      ))}
    </ul>
  );
}
