import { Card, MoneyText } from '@tradeyard/ui';
import type { Schemas } from '../../api.js';
import { FactList } from '../FactList.js';
import classes from './StatementSummary.module.css';

type StatementSummaryProps = {
  statement: Schemas['StatementDto'];
  /** Some entries of the period are not shown. */
  partly: boolean;
};

/** The balance before and after the period, and what came and left between. */
export function StatementSummary({ statement, partly }: StatementSummaryProps) {
  const { currency, opening, closing, totalIn, totalOut } = statement;
  const money = (amount: string | null) =>
    amount === null ? 'Too many to add up' : <MoneyText amount={amount} currency={currency} />;
  return (
    <Card>
      <FactList
        facts={[
          { label: 'Opening balance', value: money(opening) },
          { label: 'Money in', value: money(totalIn) },
          { label: 'Money out', value: money(totalOut) },
          { label: 'Closing balance', value: money(closing) },
        ]}
      />
      {partly && (
        <p className={classes.note}>These are of the whole period, with what is filtered out below.</p>
      )}
    </Card>
  );
}
