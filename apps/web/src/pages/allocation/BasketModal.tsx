import { Button, Group, Stack, Text } from '@mantine/core';
import { formatMoney } from '@tradeyard/ui';
import { FormModal } from '../../forms/FormModal.js';
import { useOrderPreview, type OrderPreview } from '../../orders/order-preview.js';
import { orderTitle } from '../../orders/order-words.js';
import { TradingStopped } from '../../orders/TradingStopped.js';
import { DetailRow } from '../DetailRows.js';
import classes from './BasketModal.module.css';
import { inPlacingOrder, useBasket, type BasketOrder, type Outcome } from './basket.js';

type BasketModalProps = { orders: readonly BasketOrder[] | null; onClose: () => void };

/** All orders of a plan: what each comes to, and what became of it. */
export const BasketModal = ({ orders, onClose }: BasketModalProps) => (
  <FormModal opened={orders !== null} onClose={onClose} title="Orders of the plan">
    {orders && <Basket orders={orders} onClose={onClose} />}
  </FormModal>
);

function Basket({ orders, onClose }: { orders: readonly BasketOrder[]; onClose: () => void }) {
  const { outcomes, isPlacing, isDone, place } = useBasket(orders);
  const hasSales = orders.some(({ side }) => side === 'sell');
  const count = orders.length === 1 ? 'one order' : `${orders.length} orders`;
  return (
    <Stack gap="md">
      <TradingStopped />
      <Text size="sm">
        {isDone
          ? 'This is what became of them.'
          : 'Sales are placed first, so that they pay for the purchases. If prices rise until then, a purchase is up to 2% smaller.'}
      </Text>
      <ul className={classes.list} aria-label="Orders of the plan">
        {inPlacingOrder(orders).map((order) => {
          const outcome = outcomes.get(order.symbol);
          return outcome ? (
            <Done key={order.symbol} order={order} outcome={outcome} />
          ) : (
            <Previewed key={order.symbol} order={order} isPaused={isPlacing} hasSales={hasSales} />
          );
        })}
      </ul>
      <p className="spoken" role="status">
        {isDone ? 'All orders were sent' : isPlacing ? `${outcomes.size} of ${count} sent` : ''}
      </p>
      <Group justify="flex-end" gap="sm">
        {!isDone && (
          <Button variant="default" onClick={onClose} disabled={isPlacing}>
            Cancel
          </Button>
        )}
        {isDone ? (
          <Button onClick={onClose}>Done</Button>
        ) : (
          <Button loading={isPlacing} onClick={() => void place()}>
            Place {count}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

type PreviewedProps = { order: BasketOrder; isPaused: boolean; hasSales: boolean };

/** What an order would come to now; nothing is asked while the basket is placed. */
function Previewed({ order, isPaused, hasSales }: PreviewedProps) {
  const { preview, refusals } = useOrderPreview(isPaused ? null : order);
  if (hasSales && preview && lacksMoneyOnly(order, preview)) {
    return <DetailRow title={titleOf(order)} details={['paid with what the sales bring']} />;
  }
  const [refusal] = refusals;
  return (
    <DetailRow
      title={titleOf(order)}
      {...(refusal && { badge: { words: 'Would be refused', tone: 'loss' as const } })}
      details={
        refusal
          ? [refusal.message]
          : preview
            ? [
                `${order.side === 'buy' ? 'costs' : 'brings'} about ${moneyOf(preview.amount)}`,
                preview.fee === null ? 'a fee when it is filled' : `fee ${moneyOf(preview.fee)}`,
              ]
            : [isPaused ? 'waits for its turn' : 'looking at the market…']
      }
    />
  );
}

/** Whether a purchase would be refused for nothing but what the sales before it will bring. */
const lacksMoneyOnly = ({ side }: BasketOrder, { refusals }: OrderPreview): boolean =>
  side === 'buy' && refusals.length > 0 && refusals.every(({ code }) => code === 'insufficient_funds');

const outcomeBadges = { gain: 'Traded', notice: 'Waits', loss: 'Not traded' } as const;

const Done = ({ order, outcome: { tone, words } }: { order: BasketOrder; outcome: Outcome }) => (
  <DetailRow title={titleOf(order)} badge={{ words: outcomeBadges[tone], tone }} details={[words]} />
);

const titleOf = ({ side, symbol, quantity, notional }: BasketOrder): string =>
  orderTitle({ side, symbol, quantity: quantity ?? null, notional: notional ?? null });

const moneyOf = (money: { amount: string; currency: string } | null): string =>
  money ? formatMoney(money.amount, money.currency) : '–';
