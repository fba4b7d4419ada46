import { describe, expect, it } from 'vitest';
import { alert } from '../../test/alert.js';
import type { Quote } from '../stream/quotes.js';
import { conditionWords, distancePercent } from './alert-words.js';

const quote = { price: '200.00', previousClose: '190.00' } as Quote;

describe('alerts in words', () => {
  it.each([
    [alert({ kind: 'above', price: '250' }), 'Rises to $250.00', '25'],
    [alert({ kind: 'below', price: '180.5' }), 'Falls to $180.50', '-9.75'],
    [alert({ kind: 'change', percent: '10', direction: 'up' }), 'Rises by 10% in a day', '4.5'],
    [alert({ kind: 'change', percent: '2.5', direction: 'down' }), 'Falls by 2.5% in a day', '-7.38'],
    [alert({ kind: 'change', percent: '10', direction: 'either' }), 'Moves by 10% in a day', '4.5'],
    [alert({ kind: 'above', price: '250', status: 'fired' }), 'Rises to $250.00', null],
    [alert({ kind: 'above', price: '250', status: 'paused' }), 'Rises to $250.00', null],
  ])('%#', (given, words, distance) => {
    expect(conditionWords(given)).toBe(words);
    expect(distancePercent(given, quote)).toBe(distance);
  });

  it('know no distance without a price or a close', () => {
    expect(distancePercent(alert({}), undefined)).toBeNull();
    expect(
      distancePercent(alert({ kind: 'change', percent: '5' }), { ...quote, previousClose: null }),
    ).toBeNull();
  });
});
