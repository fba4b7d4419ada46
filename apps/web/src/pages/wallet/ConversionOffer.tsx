import { Anchor, Skeleton } from '@mantine/core';
import { compareDecimals, parseDecimal } from '@tradeyard/kernel';
import { directionOf, formatMoney, MoneyText } from '@tradeyard/ui';
import type { Balance } from '../../account/account.js';
import { problemSentence } from '../../problem.js';
import type { ConversionQuote, useConversionQuote } from './conversion-quote.js';
import classes from './CostLines.module.css';
import { useNow } from '../../use-now.js';

type ConversionOfferProps = {
  quoted: ReturnType<typeof useConversionQuote>;
  balances: readonly Balance[];
};

/** What is paid and received to the cent, and for how long that holds. */
export function ConversionOffer({ quoted, balances }: ConversionOfferProps) {
  const { quote, quotedAtMs, isAsking, error, renew } = quoted;
  const now = useNow(1000);
  if (!quote && !isAsking && !error) return null;
  // It may have arrived since the last tick.
  const ageMs = Math.max(now - quotedAtMs, 0);
  const secondsLeft = quote ? Math.ceil((livesMs(quote) - ageMs) / 1000) : 0;
  return (
    <div className={classes.cost}>
      <div role="status" aria-label="What you get">
        {quote ? (
          <Terms quote={quote} balances={balances} isOver={secondsLeft <= 0} />
        ) : isAsking ? (
          <Asking />
        ) : (
          <span className={classes.short}>{problemSentence(error)}</span>
        )}
      </div>
      {quote && (
        <div className={classes.until}>
          {/* A timer is not read out by itself: nobody wants to hear every second. */}
          <span role="timer">{secondsLeft > 0 && `Yours for ${secondsLeft} s`}</span>
          <Anchor component="button" type="button" size="sm" onClick={() => void renew()}>
            Get a new offer
          </Anchor>
        </div>
      )}
    </div>
  );
}

/** By the server's clock alone: it may differ from this one. */
const livesMs = ({ createdAt, expiresAt }: ConversionQuote): number =>
  Date.parse(expiresAt) - Date.parse(createdAt);

const Asking = () => (
  <>
    <span className="spoken">Asking what you get</span>
    <Skeleton height={14} width="70%" radius="sm" my={4} />
    <Skeleton height={14} width="50%" radius="sm" my={4} />
  </>
);

type TermsProps = { quote: ConversionQuote; balances: readonly Balance[]; isOver: boolean };

function Terms({ quote: { from, to, fee }, balances, isOver }: TermsProps) {
  const hasFee = directionOf(fee.amount) === 'up';
  const available = balances.find(({ currency }) => currency === from.currency)?.available.amount ?? '0';
  const isShort = compareDecimals(parseDecimal(available), parseDecimal(from.amount)) < 0;
  return (
    <>
      <dl className={classes.lines}>
        <div className={classes.line}>
          <dt>You pay</dt>
          <dd>
            <MoneyText {...from} />
          </dd>
        </div>
        <div className={classes.line}>
          <dt>{hasFee ? 'Fee in it' : 'Fee'}</dt>
          <dd>{hasFee ? <MoneyText {...fee} /> : 'None'}</dd>
        </div>
        <div className={classes.line}>
          <dt>You receive</dt>
          <dd className={classes.pay}>
            <MoneyText {...to} />
          </dd>
        </div>
      </dl>
      {isShort && (
        <p className={`${classes.note} ${classes.short}`}>
          You have {formatMoney(available, from.currency)}, which is not enough.
        </p>
      )}
      {isOver && <p className={classes.note}>The time of this offer is over.</p>}
    </>
  );
}
