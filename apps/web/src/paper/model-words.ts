import type { Models } from './paper.js';

/** Where a fill's price begins, and how much of it there is. */
export function priceWords({ kind, percent = '0' }: Models['price']): string {
  switch (kind) {
    case 'touch':
      return 'At the ask or bid';
    case 'spread':
      return `${percent}% of the way from the middle to the ask or bid`;
    case 'volume':
      return `At the ask or bid, at most ${percent}% of what is traded`;
  }
}

/** How much worse a price gets by trading at it. */
export function slippageWords(slippage: Models['slippage']): string {
  const { kind, percent = '0', limitPercent = '0', impactPercent = '0' } = slippage;
  switch (kind) {
    case 'none':
      return 'None';
    case 'fixed':
      return `${percent}% worse`;
    case 'volumeShare':
      return `With the size of the order: up to ${limitPercent}% of the volume counts, impact ${impactPercent}%`;
  }
}

/** What a fill costs. Amounts are in the currency that the instrument is traded in, whatever that is. */
export function feeWords({
  kind,
  percent = '0',
  amount = '0',
  minimum = '0',
  tiers = [],
}: Models['fee']): string {
  switch (kind) {
    case 'none':
      return 'None';
    case 'perShare':
      return `${amount} per unit${atLeast(minimum)}`;
    case 'percent':
      return `${percent}% of the amount${atLeast(minimum)}`;
    case 'tiered':
      return tiers
        .map(({ upTo, percent: rate }) =>
          upTo === null
            ? `${rate}% ${tiers.length > 1 ? 'beyond' : 'of the amount'}`
            : `${rate}% up to ${upTo}`,
        )
        .join(', ');
  }
}

const atLeast = (minimum: string): string => (/[1-9]/.test(minimum) ? `, at least ${minimum}` : '');

/** All of it in one line, for where there is no room for a list. */
export function modelsSummary({ price, slippage, fee }: Models): string {
  return [
    priceWords(price),
    slippage.kind === 'none' ? 'no slippage' : `slippage: ${lowerFirst(slippageWords(slippage))}`,
    fee.kind === 'none' ? 'no fee' : `fee: ${feeWords(fee)}`,
  ].join('; ');
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
