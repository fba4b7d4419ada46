import type { Schemas } from '../api.js';

/** Who a price is from, as people know them. */
export const sourceNames: Record<Schemas['CandleDto']['source'], string> = {
  simulated: 'Simulated',
  replay: 'Replay',
  yahoo: 'Yahoo Finance',
  binance: 'Binance',
  finnhub: 'Finnhub',
  imported: 'Imported',
};
