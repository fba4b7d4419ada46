import type { Schemas } from '../../api.js';
import type { PriceProvider } from './market.js';

type Health = { words: string; tone?: 'gain' | 'loss' | 'notice' };

export const stateWords: Record<PriceProvider['state'], Health> = {
  off: { words: 'Not used' },
  connecting: { words: 'Connecting', tone: 'notice' },
  elsewhere: { words: 'Asked by another process', tone: 'gain' },
  live: { words: 'Works', tone: 'gain' },
  waiting: { words: 'Failed, tried again soon', tone: 'loss' },
  resting: { words: 'Left alone for a while', tone: 'loss' },
};

export const faultWords: Record<Schemas['TickFault'], string> = {
  malformed: 'no number',
  not_positive: 'zero or less',
  crossed: 'bid above ask',
  wide: 'bid or ask far from the price',
  early: 'of a moment to come',
  late: 'before the newest',
  duplicate: 'sent twice',
  jump: 'further than a market moves',
};
