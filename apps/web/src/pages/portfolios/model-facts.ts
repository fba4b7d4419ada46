import { feeWords, priceWords, slippageWords } from '../../paper/model-words.js';
import type { Models } from '../../paper/paper.js';
import type { Fact } from '../FactList.js';

/** How orders are filled, a fact for each model. */
export const modelFacts = ({ price, slippage, fee }: Models): readonly Fact[] => [
  { label: 'Price', value: priceWords(price) },
  { label: 'Slippage', value: slippageWords(slippage) },
  { label: 'Fee', value: feeWords(fee) },
];
