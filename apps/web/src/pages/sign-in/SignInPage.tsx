import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link, useSearchParams } from 'react-router';
import { FormProblem } from '../../forms/FormProblem.js';
import { useSubmit } from '../../forms/submit.js';
import { usePageTitle } from '../../page-title.js';
import { session } from '../../api.js';
import { AuthLayout } from './AuthLayout.js';

export default function SignInPage() {
  usePageTitle('Sign in');
  const [search] = useSearchParams();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (email) => (email.trim() ? null : 'Enter your email address'),
      password: (password) => (password ? null : 'Enter your password'),
    },
  });
  const { submit, isPending, problem } = useSubmit(form, session.signIn);
  return (
    <AuthLayout
      title="Sign in"
      subtitle="Welcome back to your yard."
      footer={
        <>
          New here?{' '}
          <Anchor inherit underline="always" component={Link} to={`/register?${search.toString()}`}>
            Create an account
          </Anchor>
        </>
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormProblem problem={problem} />
          <TextInput
            label="Email"
            type="email"
            autoComplete="username"
            autoFocus
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={isPending} fullWidth mt="xs">
            Sign in
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
