import { Anchor, Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ProblemError } from '@tradeyard/api-client';
import { Card } from '@tradeyard/ui';
import { useState } from 'react';
import { Link } from 'react-router';
import { session } from '../../api.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { useSubmit } from '../../forms/submit.js';

/** The way out, with a question before it. */
export function CloseAccount() {
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <Card title="Close the account">
      <Stack gap="md" align="flex-start">
        <Text size="sm" c="dimmed">
          Only an empty account can be closed: sell what you hold, and withdraw or send out all money first.
          You are then signed out everywhere and cannot sign in again.
        </Text>
        <Button variant="default" c="var(--loss)" onClick={() => setOpened(true)}>
          Close my account…
        </Button>
      </Stack>
      <FormModal opened={opened} onClose={close} title="Close your account?">
        <CloseAccountForm onCancel={close} />
      </FormModal>
    </Card>
  );
}

function CloseAccountForm({ onCancel }: { onCancel: () => void }) {
  const [isNotEmpty, setNotEmpty] = useState(false);
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (password) => (password ? null : 'Enter your password') },
  });
  const { submit, isPending, problem } = useSubmit(form, async ({ password }) => {
    setNotEmpty(false);
    try {
      await session.closeAccount(password);
    } catch (error) {
      const code = error instanceof ProblemError ? error.code : null;
      if (code === 'account_not_empty') setNotEmpty(true);
      else if (code === 'sign_in_failed') form.setFieldError('password', 'This is not your password');
      else throw error;
    }
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        {isNotEmpty && <NotEmpty />}
        <Text size="sm">
          You are signed out everywhere and cannot sign in again. What happened stays on record; only an
          administrator can open the account again.
        </Text>
        <PasswordInput
          label="Password"
          description="To be sure that it is you"
          autoComplete="current-password"
          data-autofocus
          {...form.getInputProps('password')}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} color="var(--loss-solid)">
            Close account
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const NotEmpty = () => (
  <FormProblem
    problem={
      <>
        There is still money or something you hold in your account. Sell it in the{' '}
        <Anchor component={Link} to="/portfolio" inherit underline="always">
          portfolio
        </Anchor>{' '}
        and take the money out of the{' '}
        <Anchor component={Link} to="/wallet" inherit underline="always">
          wallet
        </Anchor>
        ; what is held for others must be paid or freed.
      </>
    }
  />
);
