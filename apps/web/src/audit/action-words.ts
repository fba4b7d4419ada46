import type { Schemas } from '../api.js';

type Action = Pick<Schemas['AuditEntryDto'], 'action' | 'outcome'>;

const kindWords: Record<string, string> = {
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  transfer: 'Transfer',
  conversion: 'Conversion',
  trade: 'Trade',
  hold: 'Hold',
  capture: 'Payment from a hold',
  release: 'Release of a hold',
  reversal: 'Reversal',
  dividend: 'Dividend',
  split: 'Split of shares',
};

/** What was asked for, by the end of the route that refused it. */
const routeWords: readonly (readonly [route: RegExp, words: string])[] = [
  [/\/wallet\/deposits$/, 'Deposit'],
  [/\/wallet\/withdrawals$/, 'Withdrawal'],
  [/\/wallet\/transfers$/, 'Transfer'],
  [/\/wallet\/conversions$/, 'Conversion'],
  [/\/wallet\/batches$/, 'Several movements as one'],
  [/\/wallet\/holds$/, 'Hold'],
  [/\/wallet\/holds\/[^/]+\/capture$/, 'Payment from a hold'],
  [/\/wallet\/holds\/[^/]+\/release$/, 'Release of a hold'],
  [/\/transactions\/[^/]+\/reversal$/, 'Reversal'],
  [/\/orders$/, 'Order'],
];

/** What somebody did or tried, in a word or two; as the API has it where that is something new. */
export function actionWords({ action, outcome }: Action): string {
  if (outcome === 'booked') return kindWords[action] ?? action;
  return routeWords.find(([route]) => route.test(action))?.[1] ?? action;
}
