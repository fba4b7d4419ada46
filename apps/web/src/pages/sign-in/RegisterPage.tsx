import { Anchor, Button, PasswordInput, Skeleton, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { lazy, Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import { FormProblem } from '../../forms/FormProblem.js';
import { useSubmit } from '../../forms/submit.js';
import { usePageTitle } from '../../page-title.js';
import { session } from '../../api.js';
import { AuthLayout } from './AuthLayout.js';

// A list to search in is much code for a field that most people leave as it is.
const CurrencySelect = lazy(async () => ({
  default: (await import('../../forms/CurrencySelect.js')).CurrencySelect,
}));
/** Of the field with its label and hint: the button below must not jump. */
const currencyHeightPx = 87;

/** The API asks for the same. */
const passwordLengthMin = 12;

export default function RegisterPage() {
  usePageTitle('Create an account');
  const [search] = useSearchParams();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { displayName: '', email: '', password: '', baseCurrency: 'EUR' },
    validate: {
      displayName: (name) => (name.trim() ? null : 'Enter your name'),
      email: (email) =>
        /^\S+@\S+$/.test(email.trim()) ? null : 'Enter an email address such as ada@example.org',
      password: (password) =>
        password.length >= passwordLengthMin
          ? null
          : `The password needs at least ${passwordLengthMin} characters`,
    },
  });
  const { submit, isPending, problem } = useSubmit(form, session.register);
  return (
    <AuthLayout
      title="Create an account"
      subtitle="Trade on paper with live prices, in any currency."
      footer={
        <>
          Have an account?{' '}
          <Anchor inherit underline="always" component={Link} to={`/sign-in?${search.toString()}`}>
            Sign in
          </Anchor>
        </>
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormProblem problem={problem} />
          <TextInput
            label="Name"
            autoComplete="name"
            autoFocus
            key={form.key('displayName')}
            {...form.getInputProps('displayName')}
          />
          <TextInput
            label="Email"
            type="email"
            autoComplete="username"
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            description={`At least ${passwordLengthMin} characters; a short sentence is best`}
            autoComplete="new-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Suspense fallback={<Skeleton height={currencyHeightPx} radius="md" />}>
            <CurrencySelect
              label="Base currency"
              description="Everything is valued in it; you can change it later"
              key={form.key('baseCurrency')}
              {...form.getInputProps('baseCurrency')}
            />
          </Suspense>
          <Button type="submit" loading={isPending} fullWidth mt="xs">
            Create account
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
