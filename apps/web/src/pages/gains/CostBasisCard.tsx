import { Button, Select, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Card, DataTable, type Column } from '@tradeyard/ui';
import { useState } from 'react';
import { useRefreshFigures } from '../../analysis/figures.js';
import { Loaded } from '../../analysis/Loaded.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { GainText } from '../wallet/GainText.js';
import classes from './CostBasisCard.module.css';
import { methodWords, saveMethod, useMethods, type CostBasis, type MethodComparison } from './gains.js';

/** Which purchases a sale takes, and what another way would change, before it is changed. */
export function CostBasisCard({ portfolioId }: { portfolioId: string }) {
  const methods = useMethods(portfolioId);
  return (
    <Card title="Cost basis">
      <Loaded query={methods} what="The comparison of methods" height={260} isBare>
        {({ portfolios: [portfolio] }) =>
          portfolio && <Comparison key={portfolio.method} comparison={portfolio} />
        }
      </Loaded>
    </Card>
  );
}

function Comparison({ comparison }: { comparison: MethodComparison }) {
  const { portfolioId, method, outcomes, unpriced } = comparison;
  const [chosen, setChosen] = useState<CostBasis>(method);
  const refresh = useRefreshFigures();
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    await saveMethod(portfolioId, chosen);
    await refresh();
    notifyDone('Cost basis changed', methodWords[chosen].name);
  });
  const outcome = outcomes.find((each) => each.method === chosen);
  return (
    <>
      <FormProblem problem={problem} />
      <div className={classes.choice}>
        <Select
          label="Method"
          description={methodWords[chosen].words}
          data={outcomes.map((each) => ({ value: each.method, label: methodWords[each.method].name }))}
          value={chosen}
          allowDeselect={false}
          onChange={(value) => setChosen(value ?? method)}
        />
        {chosen !== method && (
          <Button loading={isPending} onClick={() => submit()}>
            Switch to this
          </Button>
        )}
      </div>
      {outcome && chosen !== method && <Preview outcome={outcome} />}
      <div className={classes.table}>
        <DataTable
          caption="Methods compared"
          columns={methodColumns}
          rows={outcomes.map((each) => ({ ...each, isUsed: each.method === method }))}
          rowKey={(each) => each.method}
          rowHeight="compact"
        />
      </div>
      <Text size="sm" c="dimmed" mt="sm">
        No method makes or loses money: it only moves gains between years, and between what is realised and
        what is not.
        {unpriced.length > 0 &&
          ` There is no price of ${unpriced.join(', ')}, which counts as worth its cost.`}
      </Text>
    </>
  );
}

type MethodOutcome = MethodComparison['outcomes'][number];
type Row = MethodOutcome & { isUsed: boolean };

/** What a switch would change in each tax year. */
const Preview = ({ outcome: { years, realisedShift } }: { outcome: MethodOutcome }) => (
  <div className={classes.preview} role="status">
    <p className={classes.sentence}>
      {/[1-9]/.test(realisedShift.amount)
        ? 'With this method, so much more or less would have been realised:'
        : 'With this method, the same would have been realised in all.'}
    </p>
    <ul className={classes.years}>
      {years
        .filter(({ shift }) => /[1-9]/.test(shift.amount))
        .map(({ year, shift }) => (
          <li key={year}>
            {year}: <GainText gain={shift} />
          </li>
        ))}
      <li>
        In all: <GainText gain={realisedShift} />
      </li>
    </ul>
  </div>
);

const methodColumns: readonly Column<Row>[] = [
  {
    id: 'method',
    header: 'Method',
    cell: ({ method, isUsed }) =>
      isUsed ? <strong>{methodWords[method].name}, in use</strong> : methodWords[method].name,
  },
  {
    id: 'realised',
    header: 'Realised',
    numeric: true,
    cell: ({ realised }) => <GainText gain={realised.gain} />,
  },
  {
    id: 'unrealised',
    header: 'Not yet realised',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ unrealised }) => <GainText gain={unrealised} />,
  },
  {
    id: 'shift',
    header: 'Realised, beside now',
    numeric: true,
    hideBelow: 'md',
    cell: ({ isUsed, realisedShift }) => (isUsed ? '–' : <GainText gain={realisedShift} />),
  },
];
