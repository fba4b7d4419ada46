import { Skeleton } from '@mantine/core';
import { directionOf, formatDay, formatMoney, formatRate, MoneyText } from '@tradeyard/ui';
import { problemSentence } from '../../problem.js';
import classes from './CostLines.module.css';
import type { TransferPreview } from './transfer-preview.js';

type TransferCostProps = { preview: TransferPreview | null; isAsking: boolean; error: unknown };

/** Whom the money reaches and what it costs, before it is sent. */
export function TransferCost({ preview, isAsking, error }: TransferCostProps) {
  if (!preview && !isAsking && !error) return null;
  return (
    <div className={classes.cost} role="status" aria-label="What it costs">
      {preview ? (
        <Cost preview={preview} />
      ) : isAsking ? (
        <>
          <span className="spoken">Asking what it costs</span>
          <Skeleton height={14} width="70%" radius="sm" my={4} />
          <Skeleton height={14} width="50%" radius="sm" my={4} />
        </>
      ) : (
        <span className={classes.short}>{problemSentence(error)}</span>
      )}
    </div>
  );
}

function Cost({ preview }: { preview: TransferPreview }) {
  const { recipient, amount, cost, fee, rate, rateDate, rateSource, available, enough } = preview;
  const hasFee = directionOf(fee.amount) === 'up';
  return (
    <>
      <dl className={classes.lines}>
        <div className={classes.line}>
          <dt>{recipient.displayName} receives</dt>
          <dd>
            <MoneyText {...amount} />
          </dd>
        </div>
        <div className={classes.line}>
          <dt>You pay</dt>
          <dd className={classes.pay}>
            <MoneyText {...cost} />
          </dd>
        </div>
        {hasFee && (
          <div className={classes.line}>
            <dt>Fee in it</dt>
            <dd>
              <MoneyText {...fee} />
            </dd>
          </div>
        )}
        {rate !== null && (
          <div className={classes.line}>
            <dt>Rate</dt>
            <dd>
              1 {cost.currency} = {formatRate(rate)} {amount.currency}
            </dd>
          </div>
        )}
      </dl>
      {rate !== null && (
        <p className={classes.note}>
          {rateSource} rate of {formatDay(rateDate ?? '')}
          {!hasFee && ', no fee'}. You never pay more than this without being asked again.
        </p>
      )}
      {!enough && (
        <p className={`${classes.note} ${classes.short}`}>
          You have {formatMoney(available.amount, available.currency)} of it, which is not enough.
        </p>
      )}
    </>
  );
}
