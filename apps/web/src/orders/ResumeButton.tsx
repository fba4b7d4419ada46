import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FormProblem } from '../forms/FormProblem.js';
import { useSubmit } from '../forms/submit.js';

/** Ends a stop of trading; nothing is lost by it, so it does not ask. */
export function ResumeButton({ words, onResume }: { words: string; onResume: () => Promise<void> }) {
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), onResume);
  return (
    <>
      <FormProblem problem={problem} />
      <Button loading={isPending} onClick={() => submit()}>
        {words}
      </Button>
    </>
  );
}
