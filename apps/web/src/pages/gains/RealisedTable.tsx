import { Button, Center } from '@mantine/core';
import { formatDay, formatQuantity, MoneyText } from '@tradeyard/ui';
import { useState } from 'react';
import { GainText } from '../wallet/GainText.js';
import type { Disposal } from './gains.js';
import classes from './RealisedTable.module.css';

type RealisedTableProps = { caption: string; disposals: readonly Disposal[] };

/** So many sales are drawn at once; all when asked. */
const shownAtFirst = 50;

export const kindWords: Record<Disposal['kind'], string> = {
  sale: 'Sold',
  cover: 'Covered',
  transfer: 'Transferred out',
  merger_cash: 'Paid out in a merger',
  cash_in_lieu: 'Fraction paid out',
  lapse: 'Lapsed',
};

/** Each sale, and below it the lots that it took. */
export function RealisedTable({ caption, disposals }: RealisedTableProps) {
  const [isWhole, setWhole] = useState(false);
  if (disposals.length === 0) return <p className={classes.nothing}>Nothing was sold in this year.</p>;
  const shown = isWhole ? disposals : disposals.slice(0, shownAtFirst);
  return (
    <>
      <div className={classes.scroller} role="region" aria-label={caption} tabIndex={0}>
        <table className={classes.table}>
          <caption className="spoken">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Day</th>
              <th scope="col">Quantity</th>
              <th scope="col">Proceeds</th>
              <th scope="col">Cost</th>
              <th scope="col">Gain</th>
            </tr>
          </thead>
          {shown.map((disposal) => (
            <Sale key={`${disposal.activityId} ${disposal.symbol}`} disposal={disposal} />
          ))}
        </table>
      </div>
      {shown.length < disposals.length && (
        <Center py="md">
          <Button variant="default" onClick={() => setWhole(true)}>
            Show all {disposals.length}
          </Button>
        </Center>
      )}
    </>
  );
}

const Sale = ({ disposal }: { disposal: Disposal }) => (
  <tbody>
    <tr className={classes.sale}>
      <th scope="row">
        {kindWords[disposal.kind]} {disposal.symbol}
      </th>
      <td>{formatDay(disposal.day)}</td>
      <td>{formatQuantity(disposal.quantity)}</td>
      <td>
        <MoneyText {...disposal.proceeds} />
      </td>
      <td>
        <MoneyText {...disposal.cost} />
      </td>
      <td>
        <GainText gain={disposal.gain} />
      </td>
    </tr>
    {disposal.lots.map((lot, place) => (
      <tr key={place} className={classes.lot}>
        <td>
          Lot of {formatDay(lot.acquired)}
          {!lot.costKnown && ', its cost is not known'}
        </td>
        <td>
          {lot.heldDays === 1 ? 'one day' : `${lot.heldDays} days`}, {lot.term}
        </td>
        <td>{formatQuantity(lot.quantity)}</td>
        <td>
          <MoneyText {...lot.proceeds} />
        </td>
        <td>
          <MoneyText {...lot.cost} />
        </td>
        <td>
          <GainText gain={lot.gain} />
        </td>
      </tr>
    ))}
  </tbody>
);
