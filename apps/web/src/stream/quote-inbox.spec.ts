import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { QuoteInbox, quoteListKey, type Quote } from './quote-inbox.js';

const quote = (symbol: string, price: string) => ({ symbol, price }) as Quote;
const key = [quoteListKey, 'AAPL,NEW'];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('puts the newest quotes into the lists that ask for them, the first of an instrument too', () => {
  const queries = new QueryClient();
  const inbox = new QuoteInbox(queries);
  queries.setQueryData(key, [quote('AAPL', '1')]);
  inbox.add(quote('NEW', '5'));
  inbox.add(quote('AAPL', '2'));
  inbox.add(quote('ELSE', '9'));
  vi.advanceTimersByTime(1_000);
  expect(queries.getQueryData(key)).toEqual([quote('AAPL', '2'), quote('NEW', '5')]);
  inbox.add(quote('NEW', '6'));
  vi.advanceTimersByTime(1_000);
  expect(queries.getQueryData(key)).toEqual([quote('AAPL', '2'), quote('NEW', '6')]);
});

it('makes no list of one that is not loaded yet', () => {
  const queries = new QueryClient();
  const inbox = new QuoteInbox(queries);
  inbox.add(quote('NEW', '5'));
  vi.advanceTimersByTime(1_000);
  expect(queries.getQueryData(key)).toBeUndefined();
});
