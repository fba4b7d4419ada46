import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from 'react-router';
import { client } from '../../api.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { useRefreshPaper } from '../../paper/paper.js';

const codeCharactersMax = 40;

/** Joins the league of a code, and leads to it. */
export function JoinForm() {
  const navigate = useNavigate();
  const refresh = useRefreshPaper();
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (code) => (code.trim() ? null : 'Enter the code of the league') },
  });
  const { submit, isPending, problem } = useSubmit(form, async ({ code }, retryKey) => {
    const { data } = await client.POST('/leagues/join', {
      params: { header: { 'Idempotency-Key': retryKey } },
      body: { code: code.trim() },
    });
    await refresh();
    if (!data) return;
    notifyDone(`You are in ${data.name}`, 'Choose its portfolio where you place an order');
    void navigate(data.leagueId === null ? `/portfolios/${data.id}` : `/leagues/${data.leagueId}`, {
      replace: true,
    });
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <TextInput
          label="Code"
          description="Whoever opened the league has it. Small letters and spaces are fine."
          placeholder="K7MP 2QXZ"
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          maxLength={codeCharactersMax}
          data-autofocus
          {...form.getInputProps('code')}
        />
        <Button type="submit" loading={isPending} fullWidth>
          Join
        </Button>
      </Stack>
    </form>
  );
}
