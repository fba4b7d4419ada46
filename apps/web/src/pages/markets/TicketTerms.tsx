import { Select, Stack, Switch } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { AmountInput } from '../../forms/AmountInput.js';
import { MomentInput } from '../../forms/MomentInput.js';
import { ExitFields } from '../../orders/ExitFields.js';
import fields from '../../orders/fields.module.css';
import { PortfolioSelect } from '../../orders/PortfolioSelect.js';
import { typeWords } from '../../orders/order-words.js';
import { timesInForce, type TimeInForce } from '../../orders/time-in-force.js';
import type { Instrument } from './markets.js';
import { hasLimit, hasStop, isAroundTheClock, withType, type OrderType, type Ticket } from './ticket.js';

const types = Object.entries(typeWords).map(([value, label]) => ({ value, label }));

/** What each type does, in a line. */
const explained: Record<OrderType, (isBuy: boolean) => string> = {
  market: () => 'At once, at the price of the market.',
  limit: (isBuy) => (isBuy ? 'Only at this price or below.' : 'Only at this price or above.'),
  stop: (isBuy) => `Once the price ${isBuy ? 'rises' : 'falls'} to the stop, at the market.`,
  stop_limit: (isBuy) =>
    `Once the price ${isBuy ? 'rises' : 'falls'} to the stop, only at the limit or better.`,
  trailing_stop: (isBuy) =>
    isBuy ? 'Its stop follows the price down, never up.' : 'Its stop follows the price up, never down.',
};

type TicketTermsProps = { form: UseFormReturnType<Ticket>; instrument: Instrument };

/** The terms of an order that are not those of the simplest one. */
export function TicketTerms({ form, instrument }: TicketTermsProps) {
  const { side, type, timeInForce } = form.values;
  return (
    <Stack gap="md">
      <Select
        label="Order type"
        description={explained[type](side === 'buy')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={types}
        allowDeselect={false}
        value={type}
        onChange={(chosen) =>
          form.setValues(withType(form.values, (chosen ?? 'market') as OrderType, instrument))
        }
      />
      <Prices form={form} instrument={instrument} />
      <Select
        label="How long"
        data={timesInForce({ type, isAroundTheClock: isAroundTheClock(instrument) })}
        allowDeselect={false}
        {...form.getInputProps('timeInForce')}
        onChange={(chosen) => form.setFieldValue('timeInForce', (chosen ?? 'day') as TimeInForce)}
      />
      {timeInForce === 'gtd' && <MomentInput label="Until" {...form.getInputProps('until')} />}
      <PortfolioSelect {...form.getInputProps('portfolioId')} />
      {side === 'buy' && <Protection form={form} instrument={instrument} />}
    </Stack>
  );
}

function Prices({ form, instrument: { currency } }: TicketTermsProps) {
  const { type, trailKind } = form.values;
  const inCurrency = { rightSection: currency, rightSectionWidth: 56 };
  return (
    <>
      {hasStop(type) && (
        <AmountInput label="Stop price" {...inCurrency} {...form.getInputProps('stopPrice')} />
      )}
      {hasLimit(type) && (
        <AmountInput label="Limit price" {...inCurrency} {...form.getInputProps('limitPrice')} />
      )}
      {type === 'trailing_stop' && (
        <div className={fields.pair}>
          <Select
            label="Trails by"
            data={[
              { value: 'percent', label: 'Percent' },
              { value: 'amount', label: 'Amount' },
            ]}
            allowDeselect={false}
            {...form.getInputProps('trailKind')}
          />
          <AmountInput
            label="Distance"
            placeholder={trailKind === 'percent' ? '5' : '0.00'}
            rightSection={trailKind === 'percent' ? '%' : currency}
            rightSectionWidth={56}
            {...form.getInputProps('trail')}
          />
        </div>
      )}
    </>
  );
}

const Protection = ({ form, instrument: { currency } }: TicketTermsProps) => (
  <>
    <Switch
      label="Protect it"
      withThumbIndicator={false}
      description="Sells what it buys by itself: at a profit, or before a loss gets large."
      {...form.getInputProps('isProtected', { type: 'checkbox' })}
      // Exits last as long as their entry may: protection that ends with the day is asked for, and not got by accident.
      onChange={({ currentTarget: { checked } }) =>
        form.setValues({
          isProtected: checked,
          ...(checked && form.values.timeInForce === 'day' && { timeInForce: 'gtc' }),
        })
      }
    />
    {form.values.isProtected && (
      <ExitFields
        currency={currency}
        stopLossKind={form.values.stopLossKind}
        onStopLossKind={(kind) => form.setValues({ stopLossKind: kind, stopLoss: '' })}
        takeProfit={form.getInputProps('takeProfit')}
        stopLoss={form.getInputProps('stopLoss')}
      />
    )}
  </>
);
