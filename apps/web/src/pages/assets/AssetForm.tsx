import { Button, Input, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { assetClasses } from '../../tracked/asset-words.js';
import { saveAsset, useRefreshTracked, type Asset, type AssetClass } from '../../tracked/tracked.js';
import { InstrumentSelect } from '../markets/InstrumentSelect.js';
import classes from './AssetForm.module.css';

const nameCharactersMax = 120;
const partCharactersMax = 60;

const priced = [
  { value: 'market', label: 'From the market' },
  { value: 'hand', label: 'By hand' },
];

type AssetFormProps = { portfolioId: string; asset: Asset; canChange: boolean };

const valuesOf = (asset: Asset) => ({
  name: asset.name,
  class: asset.class,
  currency: asset.currency,
  sector: asset.sector ?? '',
  country: asset.country ?? '',
  priced: asset.instrument === null ? 'hand' : 'market',
  instrument: asset.instrument,
});
type Values = ReturnType<typeof valuesOf>;

/** What an asset is, and where its prices come from. */
export function AssetForm({ portfolioId, asset, canChange }: AssetFormProps) {
  const refresh = useRefreshTracked();
  const form = useForm<Values>({
    initialValues: valuesOf(asset),
    validate: {
      name: (name) => (name.trim() ? null : 'Enter a name'),
      instrument: (instrument, values) =>
        values.priced === 'market' && instrument === null ? 'Choose what it is listed as' : null,
    },
  });
  const { submit, isPending, problem } = useSubmit(form, async (values) => {
    await saveAsset(portfolioId, {
      symbol: asset.symbol,
      name: values.name.trim(),
      class: values.class,
      currency: values.currency,
      sector: values.sector.trim() || null,
      country: values.country.trim() || null,
      instrument: values.priced === 'market' ? values.instrument : null,
    });
    await refresh();
    notifyDone('Saved', asset.symbol);
  });
  return (
    <form onSubmit={submit} noValidate>
      <fieldset className={classes.form} disabled={!canChange}>
        <legend className="spoken">What {asset.symbol} is</legend>
        <Stack gap="md">
          <FormProblem problem={problem} />
          <KindFields form={form} canChange={canChange} />
          <PricedFields form={form} canChange={canChange} />
          {canChange && (
            <Button type="submit" loading={isPending} className={classes.save}>
              Save
            </Button>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}

type FieldsProps = { form: UseFormReturnType<Values>; canChange: boolean };

const KindFields = ({ form, canChange }: FieldsProps) => (
  <div className={classes.fields}>
    <TextInput label="Name" maxLength={nameCharactersMax} {...form.getInputProps('name')} />
    <Select
      label="Class"
      data={assetClasses}
      allowDeselect={false}
      disabled={!canChange}
      error={form.errors['class']}
      value={form.values.class}
      onChange={(value) => form.setFieldValue('class', value as AssetClass)}
    />
    <TextInput
      label="Sector"
      placeholder="Technology"
      maxLength={partCharactersMax}
      {...form.getInputProps('sector')}
    />
    <TextInput
      label="Country"
      placeholder="US"
      maxLength={partCharactersMax}
      {...form.getInputProps('country')}
    />
  </div>
);

/** With a market its currency is that of the market. */
function PricedFields({ form, canChange }: FieldsProps) {
  const isMarket = form.values.priced === 'market';
  return (
    <>
      <Input.Wrapper label="Prices" size="md" labelElement="div">
        <div>
          <SegmentedControl
            aria-label="Prices"
            data={priced}
            disabled={!canChange}
            value={form.values.priced}
            onChange={(value) => form.setFieldValue('priced', value)}
          />
        </div>
      </Input.Wrapper>
      <div className={classes.fields}>
        {isMarket && (
          <InstrumentSelect
            symbol={form.values.instrument}
            error={form.errors['instrument']}
            onChoose={(instrument) => {
              form.setFieldValue('instrument', instrument?.symbol ?? null);
              if (instrument) form.setFieldValue('currency', instrument.currency);
            }}
          />
        )}
        <CurrencySelect
          label="Currency"
          description={isMarket ? 'That of its market' : undefined}
          disabled={isMarket || !canChange}
          {...form.getInputProps('currency')}
        />
      </div>
    </>
  );
}
