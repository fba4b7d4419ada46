import type { ReactNode } from 'react';
import { Select } from '@mantine/core';
import { AmountInput } from '../forms/AmountInput.js';
import classes from './fields.module.css';
import type { StopLossKind } from './exits.js';

type FieldProps = { value?: string; onChange?: (event: never) => void; error?: ReactNode };

type ExitFieldsProps = {
  currency: string;
  stopLossKind: StopLossKind;
  onStopLossKind: (kind: StopLossKind) => void;
  takeProfit: FieldProps;
  stopLoss: FieldProps;
};

const kinds = [
  { value: 'price', label: 'At a price' },
  { value: 'amount', label: 'Trails by amount' },
  { value: 'percent', label: 'Trails by percent' },
] as const;

/** Where profit is taken and where losses end; either may stay empty. */
export const ExitFields = (props: ExitFieldsProps) => {
  const { currency, stopLossKind, onStopLossKind, takeProfit, stopLoss } = props;
  return (
    <>
      <AmountInput label="Take profit at" rightSection={currency} rightSectionWidth={56} {...takeProfit} />
      <div className={classes.pair}>
        <Select
          label="Stop-loss"
          data={[...kinds]}
          allowDeselect={false}
          value={stopLossKind}
          onChange={(kind) => onStopLossKind(kind ?? 'price')}
        />
        <AmountInput
          label={stopLossKind === 'price' ? 'Sell when it falls to' : 'Below its best price'}
          rightSection={stopLossKind === 'percent' ? '%' : currency}
          rightSectionWidth={56}
          placeholder={stopLossKind === 'percent' ? '5' : '0.00'}
          {...stopLoss}
        />
      </div>
    </>
  );
};
