import { describe, expect, it } from 'vitest';
import { decideNumberStyle, type NumberStyle, quotient, readNumber, rounded, sum } from './file-numbers.js';

describe('numbers as files write them', () => {
  it.each<[string, NumberStyle, string]>([
    ['1234.5', '.', '1234.5'],
    ['1,234.50', '.', '1234.5'],
    ['1.234,50', ',', '1234.5'],
    ['1,234', '.', '1234'],
    ['1,234', ',', '1.234'],
    ['1.234', ',', '1234'],
    ['1.234', '.', '1.234'],
    ['1.234.567,8', 'mixed', '1234567.8'],
    ['1.234.567', 'unknown', '1234567'],
    ['12,5', 'unknown', '12.5'],
    ['0.123', 'unknown', '0.123'],
    ['0,123', 'mixed', '0.123'],
    ["1'234.50", '.', '1234.5'],
    ['1 234,50', ',', '1234.5'],
    ['1\u00a0234,50', ',', '1234.5'],
    ['1\u202f234,50', ',', '1234.5'],
    ['-5.00', '.', '-5'],
    ['5.00-', '.', '-5'],
    ['(5.00)', '.', '-5'],
    ['\u22125,00', ',', '-5'],
    ['+5', '.', '5'],
    ['.5', '.', '0.5'],
    ['5.', '.', '5'],
    ['€3343.11229989', '.', '3343.11229989'],
    ['-€597.49846', '.', '-597.49846'],
    ['$1,000.00', '.', '1000'],
    ['12,50 €', ',', '12.5'],
    ['EUR 12.50', '.', '12.5'],
    ['1e-8', '.', '0.00000001'],
    ['1.5E+3', '.', '1500'],
    ['-0.00', '.', '0'],
    ['0', '.', '0'],
    ['007', '.', '7'],
    ['12,34,567.5', '.', '1234567.5'],
  ])('%s (%s) is %s', (text, style, number) => {
    expect(readNumber(text, style)).toBe(number);
  });

  it.each<[string, NumberStyle, string]>([
    ['1,234', 'unknown', 'ambiguous_number'],
    ['12.345', 'mixed', 'ambiguous_number'],
    ['abc', '.', 'not_a_number'],
    ['', '.', 'not_a_number'],
    ['1.2.3', '.', 'not_a_number'],
    ['1,5', '.', 'not_a_number'],
    ['1,2345', '.', 'not_a_number'],
    ['1.234.5', ',', 'not_a_number'],
    ['12/5', '.', 'not_a_number'],
    ['1e99', '.', 'not_a_number'],
    ['9'.repeat(80), '.', 'not_a_number'],
  ])('%s (%s) is %s', (text, style, code) => {
    expect(() => readNumber(text, style, 'Price')).toThrow(
      expect.objectContaining({ code, column: 'Price' }),
    );
  });

  it.each<[string[], NumberStyle]>([
    [['1,234.56', '7'], '.'],
    [['12,5', '1.234'], ','],
    [['1,234', '5,678'], 'unknown'],
    [['1', '22'], 'unknown'],
    [['79,35', '-97.93'], 'mixed'],
    [['1.234.567'], ','],
    [['0,001'], ','],
    [['Buy 1.5 of it', '12,5'], ','],
    [['$1,234.56'], '.'],
  ])('%s are written with %s', (texts, style) => {
    expect(decideNumberStyle(texts)).toBe(style);
  });

  it('adds, divides and rounds without a binary fraction', () => {
    expect(sum('0.1', '0.2', '-0.3', null)).toBe('0');
    expect(quotient('10', '3')).toBe('3.3333333333');
    expect(rounded('2.345', 2)).toBe('2.34');
    expect(rounded('2.3', 2)).toBe('2.3');
  });
});
