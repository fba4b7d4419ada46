import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useParameter } from '../../address-parameter.js';
import { useRefreshFigures } from '../../analysis/figures.js';
import { client } from '../../api.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';

/** Makes what was chosen the benchmark of a portfolio, also where its risk is told. */
export function KeepBenchmark({ portfolioId, symbol }: { portfolioId: string; symbol: string }) {
  const setParameter = useParameter();
  const refresh = useRefreshFigures();
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    await client.PATCH('/portfolios/{id}/settings', {
      params: { path: { id: portfolioId } },
      body: { benchmark: symbol },
    });
    await refresh();
    setParameter('benchmark', null);
    notifyDone('Benchmark kept', symbol);
  });
  return (
    <>
      <FormProblem problem={problem} />
      <Button variant="default" loading={isPending} onClick={() => submit()}>
        Always compare with {symbol}
      </Button>
    </>
  );
}
