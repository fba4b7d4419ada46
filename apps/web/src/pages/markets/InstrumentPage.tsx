import { Anchor, Skeleton, Stack } from '@mantine/core';
import { IconHandStop, IconZoomExclamation } from '@tabler/icons-react';
import { ProblemError } from '@tradeyard/api-client';
import { AssetMark, Card, EmptyState, ErrorState, formatMoment } from '@tradeyard/ui';
import { Link, useParams } from 'react-router';
import { AlertButton } from '../../alerts/AlertButton.js';
import { LiveChange, LiveChangePercent, LivePrice } from '../../market/LivePrice.js';
import { classNames, haltWords, sessionWords } from '../../market/instrument-words.js';
import { SourceBadge } from '../../market/SourceBadge.js';
import { StatusBadge } from '../../market/StatusBadge.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { useQuotes, type Quote } from '../../stream/quotes.js';
import { BackLink } from '../BackLink.js';
import { InstrumentChart } from './InstrumentChart.js';
import classes from './InstrumentPage.module.css';
import { KeyFacts } from './KeyFacts.js';
import { useInstrument, type Instrument } from './markets.js';
import { OrderTicket } from './OrderTicket.js';
import { OwnOrders } from './OwnOrders.js';
import { OwnPosition } from './OwnPosition.js';
import { WatchMenu } from './WatchMenu.js';

export default function InstrumentPage() {
  const { symbol = '' } = useParams();
  usePageTitle(symbol);
  const { data, isPending, isError, error, refetch } = useInstrument(symbol);
  const { quotes, isFetched } = useQuotes(data ? [symbol] : []);
  const quote = quotes[0];
  if (isError) {
    return error instanceof ProblemError && error.status === 404 ? (
      <UnknownInstrument symbol={symbol} />
    ) : (
      <Card>
        <ErrorState
          title="This instrument could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      </Card>
    );
  }
  return (
    <>
      {isPending ? <Skeleton height={92} mb="lg" radius="lg" /> : <Header instrument={data} quote={quote} />}
      <div className={classes.columns}>
        <div className={classes.chart}>
          {data && isFetched ? (
            <InstrumentChart key={symbol} instrument={data} quote={quote} />
          ) : (
            <Skeleton height={560} radius="lg" />
          )}
        </div>
        <div className={classes.side}>
          <Stack gap="lg">
            {data && quote ? (
              <OrderTicket key={symbol} instrument={data} quote={quote} />
            ) : (
              <Skeleton height={420} radius="lg" />
            )}
            {data && <OwnPosition symbol={symbol} currency={data.currency} />}
          </Stack>
        </div>
        <Stack gap="lg" className={classes.facts}>
          {data && <KeyFacts instrument={data} quote={quote} />}
          <OwnOrders symbol={symbol} />
        </Stack>
      </div>
    </>
  );
}

function Header({ instrument, quote }: { instrument: Instrument; quote: Quote | undefined }) {
  const { symbol, name, exchange } = instrument;
  return (
    <header className={classes.header}>
      <BackLink to="/markets">Markets</BackLink>
      <div className={classes.headline}>
        <AssetMark name={symbol} size={52} />
        <div className={classes.names}>
          <h1 className={classes.name}>{name}</h1>
          <p className={classes.symbol}>
            {[
              symbol,
              exchange,
              ...(instrument.class === 'crypto' ? [] : [classNames[instrument.class]]),
            ].join(' · ')}{' '}
            <StatusBadge status={instrument.status} />
            {quote && <SourceBadge quote={quote} />}
          </p>
          <p className={classes.session}>
            <span className={classes.dot} data-open={instrument.session.isOpen || undefined} aria-hidden />
            {sessionWords(instrument)}
          </p>
        </div>
        <div className={classes.actions}>
          <AlertButton symbol={symbol} currency={instrument.currency} />
          <WatchMenu symbol={symbol} />
        </div>
        {quote && (
          <div className={classes.quote}>
            <span className={classes.price}>
              <LivePrice quote={quote} />
            </span>
            <span className={classes.change}>
              <LiveChange quote={quote} />
              <LiveChangePercent quote={quote} pill />
            </span>
          </div>
        )}
      </div>
      <Standstill instrument={instrument} quote={quote} />
    </header>
  );
}

/** Why it cannot be traded now, where that is so. */
function Standstill({ instrument, quote }: { instrument: Instrument; quote: Quote | undefined }) {
  const words =
    haltWords(instrument) ??
    (quote?.stale
      ? `The last price is of ${formatMoment(quote.at)}. That is too old to trade on; a new one shows here by itself.`
      : null);
  return (
    words && (
      <p className={classes.standstill} role="status">
        <IconHandStop size={18} stroke={1.6} aria-hidden />
        {words}
      </p>
    )
  );
}

const UnknownInstrument = ({ symbol }: { symbol: string }) => (
  <Card>
    <h1 className="spoken">Instrument not found</h1>
    <EmptyState
      icon={IconZoomExclamation}
      title={`There is no instrument “${symbol}”`}
      action={
        <Anchor component={Link} to="/markets">
          See all markets
        </Anchor>
      }
    >
      It may trade under another symbol.
    </EmptyState>
  </Card>
);
