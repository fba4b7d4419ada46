import { Button, Code, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRefresh, type Webhook } from '../../alerts/alerts.js';
import { client } from '../../api.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone, notifyProblem } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';

export type WebhookAction =
  | { do: 'create' }
  | { do: 'secret'; secret: string; url: string }
  | { do: 'test' | 'rotate' | 'delete'; webhook: Webhook };

const titles = {
  create: 'Add a webhook',
  secret: 'The secret of your webhook',
  test: 'Send a test message?',
  rotate: 'Make a new secret?',
  delete: 'Delete this webhook?',
} as const;

type WebhookModalProps = {
  action: WebhookAction | null;
  onClose: () => void;
  /** Shows something else instead, such as a secret that was just made. */
  onShow: (action: WebhookAction) => void;
};

/** Adds, tries, renews and deletes webhooks. */
export function WebhookModal({ action, onClose, onShow }: WebhookModalProps) {
  return (
    <FormModal opened={action !== null} onClose={onClose} title={action ? titles[action.do] : ''}>
      {action?.do === 'create' && <UrlForm onShow={onShow} />}
      {action?.do === 'secret' && <Secret {...action} onClose={onClose} />}
      {(action?.do === 'test' || action?.do === 'rotate' || action?.do === 'delete') && (
        <WebhookForm action={action} onClose={onClose} onShow={onShow} />
      )}
    </FormModal>
  );
}

function UrlForm({ onShow }: Pick<WebhookModalProps, 'onShow'>) {
  const refresh = useRefresh('/alerts');
  const form = useForm({
    initialValues: { url: '' },
    validate: {
      url: (url) =>
        /^https?:\/\/\S+$/.test(url.trim()) ? null : 'Enter an address such as https://example.org/tradeyard',
    },
  });
  const { submit, isPending, problem } = useSubmit(form, async ({ url }) => {
    const { data } = await client.POST('/alerts/webhooks', { body: { url: url.trim() } });
    await refresh();
    if (data) onShow({ do: 'secret', secret: data.secret, url: data.url });
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <TextInput
          label="Address"
          type="url"
          placeholder="https://example.org/tradeyard"
          data-autofocus
          {...form.getInputProps('url')}
        />
        <Button type="submit" loading={isPending} fullWidth>
          Add
        </Button>
      </Stack>
    </form>
  );
}

type SecretProps = { secret: string; url: string; onClose: () => void };

const Secret = ({ secret, url, onClose }: SecretProps) => (
  <Stack gap="md">
    <Text size="sm">
      Messages to {url} are signed with it, as Standard Webhooks describes. It is shown this once: keep it
      where your program finds it.
    </Text>
    <Code block>{secret}</Code>
    <Group justify="flex-end" gap="sm">
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} data-autofocus>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
      <Button onClick={onClose}>Done</Button>
    </Group>
  </Stack>
);

type Asked = Extract<WebhookAction, { webhook: Webhook }>;

const asked = {
  test: {
    verb: 'Send',
    sentence: 'One message that says it is a test goes there now, and you see the answer.',
  },
  rotate: { verb: 'Make a new secret', sentence: 'The old one signs as well for another day.' },
  delete: { verb: 'Delete', sentence: 'What was still to be sent there is dropped.' },
} as const;

function WebhookForm({
  action: { do: what, webhook },
  onClose,
  onShow,
}: Omit<WebhookModalProps, 'action'> & { action: Asked }) {
  const refresh = useRefresh('/alerts');
  const { url } = webhook;
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    const params = { path: { id: webhook.id } };
    if (what === 'rotate') {
      const { data } = await client.POST('/alerts/webhooks/{id}/secret', { params });
      if (data) onShow({ do: 'secret', secret: data.secret, url });
    } else if (what === 'test') {
      const { data } = await client.POST('/alerts/webhooks/{id}/test', { params });
      if (data?.delivered) notifyDone('The test arrived', `${url} answered ${data.answer}`);
      else notifyProblem('The test did not arrive', data?.fault ?? `${url} did not take it`);
      onClose();
    } else {
      await client.DELETE('/alerts/webhooks/{id}', { params });
      notifyDone('Webhook deleted', url);
      onClose();
    }
    await refresh();
  });
  const { verb, sentence } = asked[what];
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {url}. {sentence}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={isPending}
            {...(what === 'delete' && { color: 'var(--loss-solid)' })}
          >
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
