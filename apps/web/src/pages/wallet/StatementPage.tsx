import { Button, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCoins, IconDownload } from '@tabler/icons-react';
import { findCurrency } from '@tradeyard/kernel';
import { Card, EmptyState, PageHeader } from '@tradeyard/ui';
import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';
import { endsBeforeItBegins } from '../../account/local-day.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { BackLink } from '../BackLink.js';
import { downloadStatement } from './download-statement.js';
import { useStatementFilter, type StatementFilter } from './statement-filter.js';
import { StatementEntries } from './StatementEntries.js';
import { StatementFilters } from './StatementFilters.js';

const typingMs = 300;

export default function StatementPage() {
  const { currency: asked = '' } = useParams();
  const currency = findCurrency(asked.toUpperCase());
  const title = currency ? `${currency.name} statement` : 'Statement';
  usePageTitle(title);
  return currency ? (
    <Statement key={currency.code} currency={currency.code} title={title} />
  ) : (
    <>
      <PageHeader before={<BackLink to="/wallet">Wallet</BackLink>} title={title} />
      <Card>
        <EmptyState icon={IconCoins} title={`There is no currency “${asked}”`}>
          Choose one of your balances in the wallet.
        </EmptyState>
      </Card>
    </>
  );
}

function Statement({ currency, title }: { currency: string; title: string }) {
  const [filter, change] = useStatementFilter();
  const [text] = useDebouncedValue(filter.text, typingMs);
  const settled = { ...filter, text };
  const { download, isPending, problem } = useDownload(currency, settled);
  return (
    <>
      <PageHeader
        before={<BackLink to="/wallet">Wallet</BackLink>}
        title={title}
        subtitle={`Everything that happened to your ${currency}, newest first`}
        actions={
          <Button
            variant="default"
            size="sm"
            leftSection={<IconDownload size={18} stroke={1.75} aria-hidden />}
            loading={isPending}
            disabled={endsBeforeItBegins(settled)}
            onClick={download}
          >
            Download CSV
          </Button>
        }
      />
      <Stack gap="lg">
        <FormProblem problem={problem} />
        <StatementFilters filter={filter} onChange={change} />
        <StatementEntries currency={currency} filter={settled} onClear={change} />
      </Stack>
    </>
  );
}

/** One file at a time; who leaves the page gives it up. */
function useDownload(currency: string, filter: StatementFilter) {
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (): Promise<void> => {
    const controller = new AbortController();
    running.current = controller;
    setPending(true);
    setProblem(null);
    try {
      await downloadStatement(currency, filter, controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) setProblem(problemSentence(error));
    } finally {
      setPending(false);
    }
  };
  return { download: () => void run(), isPending, problem };
}
