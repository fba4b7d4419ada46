import type { UseFormReturnType } from '@mantine/form';
import { AmountInput } from '../forms/AmountInput.js';
import { DayInput } from '../forms/DayInput.js';
import classes from './ActivityForm.module.css';
import { fieldsOf, type Field } from './activity-fields.js';
import type { ActivityValues } from './activity-form.js';
import { SymbolInput } from './SymbolInput.js';

type ActivityFieldsProps = { form: UseFormReturnType<ActivityValues>; portfolioId: string };

/** The fields that the type of activity has. */
export const ActivityFields = ({ form, portfolioId }: ActivityFieldsProps) => (
  <div className={classes.fields}>
    {fieldsOf(form.values).map((field, place) => (
      <div key={field.name}>
        <ActivityField field={field} form={form} portfolioId={portfolioId} isFirst={place === 0} />
      </div>
    ))}
  </div>
);

type ActivityFieldProps = ActivityFieldsProps & { field: Field; isFirst: boolean };

function ActivityField({ field, form, portfolioId, isFirst }: ActivityFieldProps) {
  const { name, label, hint, unit } = field;
  const props = {
    label,
    description: hint,
    ...form.getInputProps(name),
    ...(isFirst && { 'data-autofocus': true }),
  };
  if (name === 'symbol' || name === 'target') {
    return (
      <SymbolInput
        {...props}
        portfolioId={portfolioId}
        value={form.values[name]}
        onChange={(symbol) => {
          form.setFieldValue(name, symbol);
          // They were purchases of the asset before.
          if (name === 'symbol') form.setFieldValue('lots', []);
        }}
        {...(name === 'symbol' && {
          onCurrency: (currency: string) => form.setFieldValue('currency', currency),
        })}
      />
    );
  }
  if (name === 'acquired') return <DayInput {...props} />;
  const right = unit === 'percent' ? '%' : unit === 'money' ? form.values.currency : null;
  return (
    <AmountInput
      {...props}
      placeholder={unit === 'money' ? '0.00' : '0'}
      {...(right !== null && { rightSection: right, rightSectionWidth: 56 })}
    />
  );
}
