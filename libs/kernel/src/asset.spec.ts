import { describe, expect, it } from 'vitest';
import { assetExponent, assetName, dayShareOf, isShare, shareOf } from './asset.js';

describe('an asset', () => {
  it.each([
    ['USD', false, 'USD', 2],
    ['JPY', false, 'JPY', 0],
    ['KWD', false, 'KWD', 3],
    ['BTC', false, 'BTC', 8],
    ['ALL', false, 'ALL', 2], // the Albanian lek
    [shareOf('ALL'), true, 'ALL', 8], // Allstate
    [shareOf('AAPL'), true, 'AAPL', 8],
    [shareOf('BRK.B'), true, 'BRK.B', 8],
    [dayShareOf('ALL'), true, 'ALL', 0],
  ])('%s', (asset, share, name, exponent) => {
    expect(isShare(asset)).toBe(share);
    expect(assetName(asset)).toBe(name);
    expect(assetExponent(asset)).toBe(exponent);
  });

  it.each(['', 'AAPL', 'Share:AAPL'])('"%s" is none', (asset) => {
    expect(() => assetExponent(asset)).toThrow(expect.objectContaining({ code: 'unknown_currency' }));
  });
});
