import { describe, expect, it } from 'vitest';
import { decideDateOrder, readMoment } from './file-dates.js';
import type { DateOrder } from './column-mapping.js';

describe('dates as files write them', () => {
  it.each<[string, DateOrder | undefined, string, string | null]>([
    ['2024-03-31', undefined, '2024-03-31', null],
    ['2024-3-1', undefined, '2024-03-01', null],
    ['2024/03/31', undefined, '2024-03-31', null],
    ['20240331', undefined, '2024-03-31', null],
    ['20240331;153000', undefined, '2024-03-31', '2024-03-31T15:30:00.000Z'],
    ['2024-03-31, 15:30:00', undefined, '2024-03-31', '2024-03-31T15:30:00.000Z'],
    ['2024-03-31T00:00', undefined, '2024-03-31', null],
    ['2024-03-31T00:00:00.000Z', undefined, '2024-03-31', null],
    ['2023-12-18 11:45:06.326', undefined, '2023-12-18', '2023-12-18T11:45:06.326Z'],
    ['2025-01-17 16:57:02 UTC', undefined, '2025-01-17', '2025-01-17T16:57:02.000Z'],
    ['2025-01-17T23:30:00-05:00', undefined, '2025-01-17', '2025-01-18T04:30:00.000Z'],
    ['31.03.2024', undefined, '2024-03-31', null],
    ['01.02.2024', 'MDY', '2024-02-01', null],
    ['01.02.24', undefined, '2024-02-01', null],
    ['01-02-98', 'DMY', '1998-02-01', null],
    ['03/04/2024', 'DMY', '2024-04-03', null],
    ['03/04/2024', 'MDY', '2024-03-04', null],
    ['13/04/2024', undefined, '2024-04-13', null],
    ['04/13/2024 2:05 PM', undefined, '2024-04-13', '2024-04-13T14:05:00.000Z'],
    ['04/04/2024', undefined, '2024-04-04', null],
    ['29-04-2026 17:33', 'DMY', '2026-04-29', '2026-04-29T17:33:00.000Z'],
    ['5 Mar 2024', undefined, '2024-03-05', null],
    ['05-März-2024', undefined, '2024-03-05', null],
    ['1 mei 2024', undefined, '2024-05-01', null],
    ['3 juin 2024', undefined, '2024-06-03', null],
    ['3 juillet 2024', undefined, '2024-07-03', null],
    ['Jan 5, 2024', undefined, '2024-01-05', null],
    ['12 Dezember 2023', undefined, '2023-12-12', null],
  ])('%s (%s) is %s, %s', (text, order, day, at) => {
    expect(readMoment(text, order)).toEqual({ day, at });
  });

  it.each<[string, DateOrder | undefined, string]>([
    ['03/04/2024', undefined, 'ambiguous_date'],
    ['03-04-2024', undefined, 'ambiguous_date'],
    ['31/04/2024', 'DMY', 'not_a_date'],
    ['13/04/2024', 'MDY', 'not_a_date'],
    ['2024-02-30', undefined, 'not_a_date'],
    ['yesterday', undefined, 'not_a_date'],
    ['2024-03-31 25:00', undefined, 'not_a_date'],
    ['5 Foo 2024', undefined, 'not_a_date'],
    ['', undefined, 'not_a_date'],
  ])('%s (%s) is %s', (text, order, code) => {
    expect(() => readMoment(text, order, 'Date')).toThrow(expect.objectContaining({ code, column: 'Date' }));
  });

  it.each<[string[], DateOrder | 'contradictory' | undefined]>([
    [['03/04/2024', '13/04/2024'], 'DMY'],
    [['03/04/2024', '04/13/2024'], 'MDY'],
    [['03/04/2024'], undefined],
    [['13/04/2024', '04/13/2024'], 'contradictory'],
    [['13.04.2024', '04/05/2024'], undefined],
    [['2024-01-01'], undefined],
  ])('%s: %s', (texts, order) => {
    expect(decideDateOrder(texts)).toBe(order);
  });
});
