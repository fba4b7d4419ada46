import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { fieldProblems, problemSentence } from '../problem.js';

type Submit<Values extends Record<string, unknown>> = {
  submit: ReturnType<UseFormReturnType<Values>['onSubmit']>;
  isPending: boolean;
  /** What belongs to no field of the form. */
  problem: string | null;
};

/**
 * Sends a form once at a time. `send` gets a key that stays the same while the same form is sent again, so that money
 * whose answer got lost on the way moves once. What the API says about a field is shown at the field: `amount.amount`
 * in the body is the field `amount`, unless `fieldOf` knows better.
 */
export function useSubmit<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  send: (values: Values, retryKey: string) => Promise<unknown>,
  fieldOf: (path: string) => string = (path) => path.split('.')[0] ?? path,
): Submit<Values> {
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [retries] = useState(() => new RetryKeys());

  const run = async (values: Values): Promise<void> => {
    const content = JSON.stringify(values);
    setPending(true);
    setProblem(null);
    try {
      await send(values, retries.keyFor(content));
      retries.forget();
    } catch (error) {
      const faults = fieldProblems(error)
        .map(({ field, message }) => ({ field: fieldOf(field), message }))
        .filter(({ field }) => field in values);
      for (const { field, message } of faults) form.setFieldError(field, message);
      if (faults.length === 0) setProblem(error instanceof NotYet ? error.message : problemSentence(error));
    } finally {
      setPending(false);
    }
  };

  const submit = form.onSubmit(
    (values) => void run(values),
    (errors) => {
      const [first] = Object.keys(errors);
      if (first !== undefined) form.getInputNode(first)?.focus();
    },
  );
  return { submit, isPending, problem };
}

/** Thrown by `send` where a form cannot be sent as it is; the message is the sentence that says what to do first. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** One key for one content, until that has arrived. */
class RetryKeys {
  private content: string | undefined;
  private key = '';

  keyFor(content: string): string {
    if (this.content !== content) this.key = newKey();
    this.content = content;
    return this.key;
  }

  forget(): void {
    this.content = undefined;
  }
}

// `crypto.randomUUID` is missing where a page comes without TLS, on a home network for one.
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint32Array(4))).join('-');
