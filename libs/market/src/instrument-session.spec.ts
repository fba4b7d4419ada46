import { expect, it } from 'vitest';
import { sessionOfInstrument } from './instrument-session.js';

const share = { status: 'active', provider: 'yahoo', simulatedSessions: 'always', calendar: 'XNAS' } as const;
const night = new Date('2025-07-02T03:00:00Z');
const day = new Date('2025-07-02T15:00:00Z');
const opens = new Date('2025-07-02T13:30:00Z');
const closes = new Date('2025-07-02T20:00:00Z');

it.each([
  ['a share by day', share, day, { isOpen: true, until: closes }],
  ['a share by night', share, night, { isOpen: false, until: opens }],
  ['a simulated one', { ...share, provider: 'simulated' }, night, { isOpen: true, until: null }],
  [
    'a simulated one with sessions',
    { ...share, provider: 'simulated', simulatedSessions: 'calendar' },
    night,
    { isOpen: false, until: opens },
  ],
  ['a coin', { ...share, calendar: '24/7' }, night, { isOpen: true, until: null }],
  ['one whose history is told again', { ...share, provider: 'replay' }, night, { isOpen: true, until: null }],
  ['a halted one', { ...share, status: 'halted' }, day, { isOpen: false, until: null }],
  [
    'a delisted coin',
    { ...share, status: 'delisted', calendar: '24/7' },
    day,
    { isOpen: false, until: null },
  ],
] as const)('%s', (_, instrument, at, expected) => {
  expect(sessionOfInstrument(instrument, at)).toEqual(expected);
});
