import type { Schemas } from '../../api.js';
import { clean } from '../../forms/amount.js';
import { readMoment } from '../../forms/moment.js';
import { modelsOf, type ModelsValues } from '../../paper/models-form.js';
import { classOptions } from './league-words.js';

export const descriptionCharactersMax = 2_000;

/** When a league is, as a form has it: local moments. */
export type DatesValues = { startsAt: string; endsAt: string };

export type LeagueValues = ModelsValues &
  DatesValues & {
    name: string;
    description: string;
    currency: string;
    startingCash: string;
    maxPositionPercent: string;
    allowedClasses: (typeof classOptions)[number]['value'][];
    resetsAllowed: boolean;
  };

/** What is sent. All classes are no rule. */
export function leagueOf(values: LeagueValues): Schemas['NewLeagueDto'] {
  const { currency, allowedClasses, resetsAllowed } = values;
  const maxPositionPercent = clean(values.maxPositionPercent);
  return {
    name: values.name.trim(),
    description: values.description.trim() || null,
    currency,
    startingCash: { amount: clean(values.startingCash), currency },
    ...datesOf(values),
    models: modelsOf(values),
    rules: {
      resetsAllowed,
      ...(maxPositionPercent && { maxPositionPercent }),
      ...(allowedClasses.length < classOptions.length && { allowedClasses }),
    },
  };
}

export const datesOf = ({ startsAt, endsAt }: DatesValues): { startsAt: string; endsAt: string } => ({
  startsAt: readMoment(startsAt) ?? startsAt,
  endsAt: readMoment(endsAt) ?? endsAt,
});

export function datesFaults({ startsAt, endsAt }: DatesValues): { startsAt?: string; endsAt?: string } {
  const [start, end] = [readMoment(startsAt), readMoment(endsAt)];
  return {
    ...(start === null && { startsAt: 'Choose a day and a time' }),
    ...(end === null && { endsAt: 'Choose a day and a time' }),
    ...(start !== null && end !== null && end <= start && { endsAt: 'It ends after it starts' }),
  };
}

/** As the API reads it: more than 0 and at most 100, with two places. */
const percentForm = /^(?!0+(\.0+)?$)(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/;

export const positionFault = (typed: string): string | null =>
  typed.trim() === '' || percentForm.test(clean(typed))
    ? null
    : 'Enter more than 0 and at most 100, with two places';
