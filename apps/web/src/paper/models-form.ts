import { compareDecimals, parseDecimal } from '@tradeyard/kernel';
import { clean } from '../forms/amount.js';
import type { Models } from './paper.js';

/** A tier of a fee; that of the last one has no end, whatever stands in its field. */
export type TierValues = { upTo: string; percent: string };

/** How orders are filled, as a form has it: flat, so that what the API says finds its field. */
export type ModelsValues = {
  priceKind: Models['price']['kind'];
  pricePercent: string;
  slippageKind: Models['slippage']['kind'];
  slippagePercent: string;
  slippageLimit: string;
  slippageImpact: string;
  feeKind: Models['fee']['kind'];
  feeAmount: string;
  feePercent: string;
  feeMinimum: string;
  tiers: TierValues[];
};

export const tiersMax = 20;

/** At the offer, without slippage and fees; and numbers to begin with for who wants something else. */
export function modelsValues(models?: Models | null): ModelsValues {
  const { price, slippage, fee } = models ?? plainModels;
  return {
    priceKind: price.kind,
    pricePercent: price.percent ?? '50',
    slippageKind: slippage.kind,
    slippagePercent: slippage.percent ?? '0.05',
    slippageLimit: slippage.limitPercent ?? '2.5',
    slippageImpact: slippage.impactPercent ?? '10',
    feeKind: fee.kind,
    feeAmount: fee.amount ?? '0.005',
    feePercent: fee.percent ?? '0.1',
    feeMinimum: fee.minimum ?? '1',
    tiers: fee.tiers?.map(({ upTo, percent }) => ({ upTo: upTo ?? '', percent })) ?? [
      { upTo: '10000', percent: '0.2' },
      { upTo: '', percent: '0.1' },
    ],
  };
}

const plainModels: Models = { price: { kind: 'touch' }, slippage: { kind: 'none' }, fee: { kind: 'none' } };

/** What is sent: of each model only what its kind has. */
export function modelsOf(values: ModelsValues): Models {
  return { price: priceOf(values), slippage: slippageOf(values), fee: feeOf(values) };
}

const priceOf = ({ priceKind: kind, pricePercent }: ModelsValues): Models['price'] =>
  kind === 'touch' ? { kind } : { kind, percent: clean(pricePercent) };

function slippageOf(values: ModelsValues): Models['slippage'] {
  const { slippageKind: kind } = values;
  if (kind === 'none') return { kind };
  if (kind === 'fixed') return { kind, percent: clean(values.slippagePercent) };
  return {
    kind,
    limitPercent: clean(values.slippageLimit),
    impactPercent: clean(values.slippageImpact),
  };
}

function feeOf({ feeKind: kind, feeAmount, feePercent, feeMinimum, tiers }: ModelsValues): Models['fee'] {
  const minimum = clean(feeMinimum) || '0';
  switch (kind) {
    case 'none':
      return { kind };
    case 'perShare':
      return { kind, amount: clean(feeAmount), minimum };
    case 'percent':
      return { kind, percent: clean(feePercent), minimum };
    case 'tiered':
      return {
        kind,
        tiers: tiers.map(({ upTo, percent }, index) => ({
          upTo: index === tiers.length - 1 ? null : clean(upTo),
          percent: clean(percent),
        })),
      };
  }
}

type Faults = Partial<
  Record<Exclude<keyof ModelsValues, 'tiers'> | `tiers.${number}.${keyof TierValues}`, string>
>;

/** What is wrong with the numbers that count, by their field. */
export function modelsFaults(values: ModelsValues): Faults {
  const { priceKind, slippageKind, feeKind, tiers } = values;
  const faults: Record<string, string | null> = {
    ...(priceKind !== 'touch' && { pricePercent: percentFault(values.pricePercent) }),
    ...(slippageKind === 'fixed' && { slippagePercent: percentFault(values.slippagePercent, '10') }),
    ...(slippageKind === 'volumeShare' && {
      slippageLimit: percentFault(values.slippageLimit),
      slippageImpact: percentFault(values.slippageImpact),
    }),
    ...(feeKind === 'perShare' && { feeAmount: numberFault(values.feeAmount) }),
    ...(feeKind === 'percent' && { feePercent: percentFault(values.feePercent) }),
    ...((feeKind === 'percent' || feeKind === 'perShare') && {
      feeMinimum: values.feeMinimum.trim() ? numberFault(values.feeMinimum) : null,
    }),
  };
  if (feeKind === 'tiered') {
    for (const [index, { upTo, percent }] of tiers.entries()) {
      faults[`tiers.${index}.percent`] = percentFault(percent);
      if (index < tiers.length - 1) faults[`tiers.${index}.upTo`] = numberFault(upTo);
    }
  }
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== null)) as Faults;
}

/** As the API reads them. */
const numberForm = /^\d{1,12}(\.\d{1,8})?$/;

const numberFault = (typed: string): string | null =>
  numberForm.test(clean(typed)) ? null : 'Enter a number such as 0.05';

function percentFault(typed: string, most = '100'): string | null {
  const text = clean(typed);
  const isFine = numberForm.test(text) && compareDecimals(parseDecimal(text), parseDecimal(most)) <= 0;
  return isFine ? null : `Enter a percentage from 0 to ${most}`;
}

const fields: Record<string, keyof ModelsValues> = {
  'models.price.percent': 'pricePercent',
  'models.slippage.percent': 'slippagePercent',
  'models.slippage.limitPercent': 'slippageLimit',
  'models.slippage.impactPercent': 'slippageImpact',
  'models.fee.amount': 'feeAmount',
  'models.fee.percent': 'feePercent',
  'models.fee.minimum': 'feeMinimum',
};

/** The field of a form that a path of the API is about: `models.price.percent` is `pricePercent`. */
export const modelsFieldOf = (path: string): string =>
  fields[path] ?? (path.startsWith('models.fee') ? 'tiers' : (path.split('.')[0] ?? path));
