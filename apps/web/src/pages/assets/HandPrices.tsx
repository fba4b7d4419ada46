import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPlus, IconTag, IconTrash } from '@tabler/icons-react';
import {
  Card,
  DataTable,
  EmptyState,
  ErrorState,
  formatDay,
  PriceText,
  TableSkeleton,
  type Column,
} from '@tradeyard/ui';
import { useState } from 'react';
import { FormModal } from '../../forms/FormModal.js';
import { notifyProblem, notifyUndo } from '../../forms/notify.js';
import { problemSentence } from '../../problem.js';
import {
  removePrice,
  savePrice,
  usePrices,
  useRefreshTracked,
  type Asset,
  type HandPrice,
} from '../../tracked/tracked.js';
import { LoadMore } from '../LoadMore.js';
import classes from './HandPrices.module.css';
import { PriceForm } from './PriceForm.js';

type HandPricesProps = { portfolioId: string; asset: Asset; canChange: boolean };

/** What one unit was worth on which day, as its owner says. */
export function HandPrices({ portfolioId, asset, canChange }: HandPricesProps) {
  const prices = usePrices(portfolioId, asset.symbol);
  const { data, isError, error, refetch } = prices;
  const [edited, setEdited] = useState<HandPrice | 'new' | null>(null);
  const remove = useRemovePrice(portfolioId, asset.symbol);
  const rows = data?.pages.flatMap(({ items }) => items);
  const add = canChange && (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
      onClick={() => setEdited('new')}
    >
      Add a price
    </Button>
  );
  return (
    <Card title="Prices by hand" action={add} flush>
      {!rows && !isError && <TableSkeleton what="The list of prices" rows={2} />}
      {!rows && isError && (
        <ErrorState
          title="The prices could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {rows && (
        <DataTable
          caption="Prices by hand"
          columns={columnsOf(asset.currency, canChange ? { edit: setEdited, remove } : null)}
          rows={rows}
          rowKey={({ day }) => day}
          rowHeight="compact"
          empty={
            <EmptyState icon={IconTag} title="No prices yet">
              Until there is one, it is worth what was paid last. Add what it is worth now, and add another
              price when that changes.
            </EmptyState>
          }
        />
      )}
      <LoadMore pages={prices} />
      <FormModal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === 'new' ? 'Add a price' : 'Change the price'}
      >
        {edited !== null && (
          <PriceForm
            portfolioId={portfolioId}
            asset={asset}
            price={edited === 'new' ? undefined : edited}
            onDone={() => setEdited(null)}
          />
        )}
      </FormModal>
    </Card>
  );
}

/** Removes a price at once, with a button that brings it back. */
function useRemovePrice(portfolioId: string, symbol: string): (price: HandPrice) => Promise<void> {
  const refresh = useRefreshTracked();
  const attempt = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      await refresh();
      return true;
    } catch (error) {
      notifyProblem(what, problemSentence(error));
      return false;
    }
  };
  return async (price) => {
    const isGone = await attempt('The price was not removed', () =>
      removePrice(portfolioId, symbol, price.day),
    );
    if (!isGone) return;
    notifyUndo(`Price of ${formatDay(price.day)} removed`, async () => {
      await attempt('The price was not brought back', () => savePrice(portfolioId, symbol, price));
    });
  };
}

type Actions = { edit: (price: HandPrice) => void; remove: (price: HandPrice) => Promise<void> };

function columnsOf(currency: string, actions: Actions | null): Column<HandPrice>[] {
  const columns: (Column<HandPrice> | null)[] = [
    { id: 'day', header: 'Day', cell: ({ day }) => formatDay(day) },
    {
      id: 'price',
      header: 'Price',
      numeric: true,
      cell: ({ price }) => <PriceText price={price} currency={currency} />,
    },
    actions && {
      id: 'actions',
      header: 'Actions',
      hideHeader: true,
      numeric: true,
      cell: (price) => (
        <span className={classes.actions}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Change the price of ${formatDay(price.day)}`}
            onClick={() => actions.edit(price)}
          >
            <IconPencil size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove the price of ${formatDay(price.day)}`}
            onClick={() => void actions.remove(price)}
          >
            <IconTrash size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </span>
      ),
    },
  ];
  return columns.filter((column) => column !== null);
}
