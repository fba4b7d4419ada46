import { Anchor, Button, Skeleton, Stack } from '@mantine/core';
import { IconArrowBackUp, IconReceipt } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, formatMoment, PageHeader } from '@tradeyard/ui';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Transaction } from '../../account/account.js';
import { describeTransaction } from '../../account/describe-transaction.js';
import { useStatementBehind } from '../../account/transaction-link.js';
import { FormModal } from '../../forms/FormModal.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { BackLink } from '../BackLink.js';
import { FactList } from '../FactList.js';
import { reversalWords } from './reversal-words.js';
import { ReversalForm } from './ReversalForm.js';
import { transactionFacts } from './transaction-facts.js';
import { TransactionChanges } from './TransactionChanges.js';
import { useTransaction } from './use-transaction.js';
import { holdsPath } from './wallet-action.js';
import classes from './TransactionChanges.module.css';

export default function TransactionPage() {
  const { id = '' } = useParams();
  const { data, isPending, isError, error, refetch } = useTransaction(id);
  const isMissing = error?.code === 'transaction_not_found';
  const title = data ? describeTransaction(data).title : 'Transaction';
  usePageTitle(title);
  const statement = useStatementBehind();
  return (
    <>
      <PageHeader
        before={
          statement ? <BackLink to={statement}>Statement</BackLink> : <BackLink to="/wallet">Wallet</BackLink>
        }
        title={title}
        subtitle={data && formatMoment(data.at)}
        // Another transaction begins with no question open.
        actions={data && <Reversal key={id} transaction={data} />}
      />
      {isPending && <Skeleton height={320} radius="lg" />}
      {isError && !isMissing && (
        <Card>
          <ErrorState
            title="This transaction could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        </Card>
      )}
      {isMissing && (
        <Card>
          <EmptyState icon={IconReceipt} title="You have no such transaction">
            The link may have a typing mistake in it, or it is of somebody else.
          </EmptyState>
        </Card>
      )}
      {data && (
        <Stack gap="lg">
          <Card title="What it did" flush>
            <TransactionChanges changes={data.changes} />
            {data.changes.some(({ gain }) => gain) && (
              <p className={classes.note}>
                Realised is how much more, or less, it was worth at that moment than it had cost you on
                average.
              </p>
            )}
          </Card>
          <Card title="Details">
            <FactList facts={transactionFacts(data)} />
          </Card>
          <Links transaction={data} />
        </Stack>
      )}
    </>
  );
}

function Reversal({ transaction }: { transaction: Transaction }) {
  const [isAsking, setAsking] = useState(false);
  const words = reversalWords(transaction);
  if (!words) return null;
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconArrowBackUp size={18} stroke={1.75} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {words.action}
      </Button>
      <FormModal opened={isAsking} onClose={() => setAsking(false)} title={words.action}>
        <ReversalForm transaction={transaction} words={words} onDone={() => setAsking(false)} />
      </FormModal>
    </>
  );
}

/** To what it takes back, to what took it back, and to the hold that it is about. */
function Links({ transaction: { reverses, reversedBy, detail } }: { transaction: Transaction }) {
  const other = reverses ?? reversedBy;
  if (!other && !detail['holdId']) return null;
  return (
    <Card>
      {other && (
        <>
          {reverses ? 'This takes another transaction back. ' : 'This was taken back later. '}
          <Anchor component={Link} to={`/wallet/transactions/${other}`} underline="always">
            {reverses ? 'See what it takes back' : 'See what took it back'}
          </Anchor>
        </>
      )}
      {!other && (
        <>
          It is about money that was held.{' '}
          <Anchor component={Link} to={holdsPath} underline="always">
            See your holds
          </Anchor>
        </>
      )}
    </Card>
  );
}
