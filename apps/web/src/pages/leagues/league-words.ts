import { formatMoment, formatPercent } from '@tradeyard/ui';
import type { Schemas } from '../../api.js';
import type { League } from '../../paper/paper.js';

export const statusWords: Record<League['status'], string> = {
  upcoming: 'Not started',
  running: 'Running',
  ended: 'Ended',
};

export const statusTones = { upcoming: 'notice', running: 'gain', ended: undefined } as const;

/** When it begins or ends, whichever comes next, or when it ended. */
export function whenWords({ status, startsAt, endsAt }: League): string {
  if (status === 'upcoming') return `Starts ${formatMoment(startsAt)}`;
  return `${status === 'running' ? 'Ends' : 'Ended'} ${formatMoment(endsAt)}`;
}

const classWords: Record<NonNullable<Schemas['LeagueRulesDto']['allowedClasses']>[number], string> = {
  stock: 'shares',
  etf: 'ETFs',
  fund: 'funds',
  crypto: 'coins',
};

export const classOptions = (['stock', 'etf', 'fund', 'crypto'] as const).map((value) => ({
  value,
  label: classWords[value].charAt(0).toUpperCase() + classWords[value].slice(1),
}));

/** Each rule as a sentence. */
export function ruleSentences({
  maxPositionPercent,
  allowedClasses,
  resetsAllowed,
}: Schemas['LeagueRulesDto']): readonly string[] {
  return [
    allowedClasses
      ? `Only ${listed(allowedClasses.map((each) => classWords[each]))} can be bought.`
      : 'Everything on the markets can be bought.',
    maxPositionPercent === undefined
      ? 'One position may be as large as the whole portfolio.'
      : `One position may be at most ${formatPercent(maxPositionPercent).replace('.00', '')} of the portfolio when something is bought.`,
    resetsAllowed
      ? 'Everybody may begin anew with the starting cash.'
      : 'Nobody begins anew: what is lost is lost.',
  ];
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
