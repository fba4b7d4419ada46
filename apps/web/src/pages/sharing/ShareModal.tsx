import { Button, Code, CopyButton, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { client } from '../../api.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import type { Scope } from '../../tracked/scope.js';
import {
  expiryOf,
  labelCharactersMax,
  lifetimes,
  shareAddress,
  shareScopeWords,
  useRefreshShares,
  type Lifetime,
  type Share,
  type ShareScope,
} from './sharing.js';

export type ShareAction =
  { do: 'create' } | { do: 'show'; label: string; address: string } | { do: 'revoke'; share: Share };

const titles = { create: 'New link', show: 'Your link', revoke: 'Revoke this link?' } as const;

type ShareModalProps = {
  scope: Scope;
  action: ShareAction | null;
  onClose: () => void;
  /** Shows something else instead, such as a link that was just made. */
  onShow: (action: ShareAction) => void;
};

/** Makes a link, shows it this once, and revokes it. */
export const ShareModal = ({ scope, action, onClose, onShow }: ShareModalProps) => (
  <FormModal opened={action !== null} onClose={onClose} title={action ? titles[action.do] : ''}>
    {action?.do === 'create' && <LinkForm scope={scope} onShow={onShow} />}
    {action?.do === 'show' && <Address {...action} onClose={onClose} />}
    {action?.do === 'revoke' && <RevokeForm share={action.share} onClose={onClose} />}
  </FormModal>
);

type LinkValues = { label: string; scope: ShareScope; lifetime: Lifetime };

const scopeOptions = (['percent', 'amounts'] as const).map((value) => ({
  value,
  label: shareScopeWords[value].label,
}));

function LinkForm({ scope: { id, name }, onShow }: Pick<ShareModalProps, 'scope' | 'onShow'>) {
  const refresh = useRefreshShares();
  const form = useForm<LinkValues>({
    initialValues: { label: name, scope: 'percent', lifetime: 'month' },
    validate: { label: (label) => (label.trim() ? null : 'Enter a name') },
  });
  const { submit, isPending, problem } = useSubmit(
    form,
    async ({ label, scope, lifetime }) => {
      const expiresAt = expiryOf(lifetime, new Date());
      const { data } = await client.POST('/portfolio-shares', {
        body: { portfolioId: id, scope, label: label.trim(), ...(expiresAt && { expiresAt }) },
      });
      await refresh();
      if (data) onShow({ do: 'show', label: data.share.label, address: shareAddress(data.token) });
    },
    (path) => (path === 'expiresAt' ? 'lifetime' : path),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <TextInput
          label="Name"
          description="Whoever has the link sees it"
          maxLength={labelCharactersMax}
          data-autofocus
          {...form.getInputProps('label')}
        />
        <Select
          label="What it shows"
          description={shareScopeWords[form.values.scope].words}
          data={scopeOptions}
          allowDeselect={false}
          {...form.getInputProps('scope')}
        />
        <Select
          label="How long it works"
          data={lifetimes.map(({ value, label }) => ({ value, label }))}
          allowDeselect={false}
          {...form.getInputProps('lifetime')}
        />
        <Button type="submit" loading={isPending} fullWidth>
          Make the link
        </Button>
      </Stack>
    </form>
  );
}

type AddressProps = { label: string; address: string; onClose: () => void };

const Address = ({ label, address, onClose }: AddressProps) => (
  <Stack gap="md">
    <Text size="sm">
      Whoever has this link sees {label}. It is shown this once: copy it now, or make another one later.
    </Text>
    <Code block style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
      {address}
    </Code>
    <Group justify="flex-end" gap="sm">
      <CopyButton value={address}>
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

function RevokeForm({ share: { id, label }, onClose }: { share: Share; onClose: () => void }) {
  const refresh = useRefreshShares();
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    await client.DELETE('/portfolio-shares/{id}', { params: { path: { id } } });
    await refresh();
    notifyDone('Link revoked', label);
    onClose();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">Whoever has the link sees nothing from now on. This cannot be undone.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} color="var(--loss-solid)">
            Revoke
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
