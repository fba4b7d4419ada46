import {
  Button,
  Group,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { Card, formatDay, PageHeader } from '@tradeyard/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { client, session } from '../../api.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { usePageTitle } from '../../page-title.js';
import { useUser } from '../../session/session.js';
import { FactList } from '../FactList.js';
import { CloseAccount } from './CloseAccount.js';
import { StopTrading } from './StopTrading.js';

export default function SettingsPage() {
  usePageTitle('Settings');
  const { email, handle, createdAt } = useUser();
  return (
    <>
      <PageHeader title="Settings" />
      <Stack gap="lg" maw={640}>
        <Card title="Profile">
          <ProfileForm />
        </Card>
        <Card title="Appearance">
          <ThemeChoice />
        </Card>
        <Card title="Activity">
          <Stack gap="md" align="flex-start">
            <Text size="sm" c="dimmed">
              Every movement of your money, and every one that was refused: when, from where, and why.
            </Text>
            <Button component={Link} to="/settings/activity" variant="default">
              Show my activity
            </Button>
          </Stack>
        </Card>
        <Card title="Account">
          <Stack gap="lg">
            <FactList
              facts={[
                { label: 'Email', value: email },
                { label: 'Handle', value: `@${handle}` },
                { label: 'Member since', value: formatDay(createdAt) },
              ]}
            />
            <Group>
              <Button variant="default" onClick={() => void session.signOut()}>
                Sign out
              </Button>
            </Group>
          </Stack>
        </Card>
        <StopTrading />
        <CloseAccount />
      </Stack>
    </>
  );
}

function ProfileForm() {
  const { displayName, baseCurrency } = useUser();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { displayName, baseCurrency },
    validate: { displayName: (name) => (name.trim() ? null : 'Enter your name') },
  });
  const { submit, isPending, problem } = useSubmit(form, async (body) => {
    const { data } = await client.PATCH('/me', { body });
    if (data) session.updateUser(data);
    form.resetDirty();
    // Everything is valued in the base currency.
    await queries.invalidateQueries();
    notifyDone('Saved');
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <TextInput label="Name" autoComplete="name" {...form.getInputProps('displayName')} />
        <CurrencySelect
          label="Base currency"
          description="Everything is valued in it"
          {...form.getInputProps('baseCurrency')}
        />
        <Group>
          <Button type="submit" loading={isPending} disabled={!form.isDirty()}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm" c="dimmed">
        “System” follows your device, by day and by night.
      </Text>
      <SegmentedControl
        aria-label="Theme"
        data={[
          { value: 'auto', label: 'System' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        value={colorScheme}
        onChange={setColorScheme}
      />
    </Stack>
  );
}
