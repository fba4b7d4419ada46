import { feeOf } from '@tradeyard/trading';
import { money } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { changedModels, defaultModels, readModels } from './models.dto.js';

const decimal = (digits: bigint, scale: number) => ({ digits, scale });

describe('models that somebody sends', () => {
  it.each([
    ['nothing', undefined, defaultModels],
    ['no model', {}, defaultModels],
    [
      'a part',
      { fee: { kind: 'percent', percent: '0.1', minimum: '1' } },
      { ...defaultModels, fee: { kind: 'percent', percent: '0.1', minimum: '1' } },
    ],
    [
      'all',
      {
        price: { kind: 'volume', percent: '10' },
        slippage: { kind: 'volumeShare', limitPercent: '2.5', impactPercent: '10' },
        fee: {
          kind: 'tiered',
          tiers: [
            { upTo: '1000', percent: '0.2' },
            { upTo: null, percent: '0.1' },
          ],
        },
      },
      {
        price: { kind: 'volume', percent: '10' },
        slippage: { kind: 'volumeShare', limitPercent: '2.5', impactPercent: '10' },
        fee: {
          kind: 'tiered',
          tiers: [
            { upTo: '1000', percent: '0.2' },
            { upTo: null, percent: '0.1' },
          ],
        },
      },
    ],
  ])('may be %s', (_, sent, expected) => {
    expect(changedModels(sent)).toEqual(expected);
  });

  it.each([
    ['another price', { price: { kind: 'best' } }, 'models.price.kind'],
    ['null', null, 'models'],
    ['a list', [], 'models'],
    ['another model', { luck: {} }, 'models'],
    ['a price without its percentage', { price: { kind: 'spread' } }, 'models.price.percent'],
    ['a price with what is not its own', { price: { kind: 'touch', percent: '1' } }, 'models.price'],
    ['a number', { price: { kind: 'spread', percent: 5 } }, 'models.price.percent'],
    ['less than zero', { price: { kind: 'spread', percent: '-5' } }, 'models.price.percent'],
    ['a power of ten', { slippage: { kind: 'fixed', percent: '1e1' } }, 'models.slippage.percent'],
    ['nine places', { slippage: { kind: 'fixed', percent: '0.123456789' } }, 'models.slippage.percent'],
    [
      'half a share',
      { slippage: { kind: 'volumeShare', limitPercent: '1' } },
      'models.slippage.impactPercent',
    ],
    ['a fee without its least', { fee: { kind: 'perShare', amount: '1' } }, 'models.fee.minimum'],
    ['no tiers', { fee: { kind: 'tiered' } }, 'models.fee.tiers'],
    [
      'a tier without an end',
      { fee: { kind: 'tiered', tiers: [{ percent: '1' }] } },
      'models.fee.tiers.0.upTo',
    ],
  ])('are refused as malformed: %s', (_, sent, field) => {
    expect(() => changedModels(sent)).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        errors: expect.arrayContaining([expect.objectContaining({ field })]),
      }),
    );
  });

  const tiered = (...tiers: [string | null, string][]) => ({
    fee: { kind: 'tiered', tiers: tiers.map(([upTo, percent]) => ({ upTo, percent })) },
  });

  it.each([
    ['more than all the way', { price: { kind: 'spread', percent: '100.1' } }, 'models.price.percent'],
    ['no volume', { price: { kind: 'volume', percent: '0.00' } }, 'models.price.percent'],
    ['more than the volume', { price: { kind: 'volume', percent: '101' } }, 'models.price.percent'],
    ['a slip of 11 percent', { slippage: { kind: 'fixed', percent: '11' } }, 'models.slippage.percent'],
    [
      'a limit above all',
      { slippage: { kind: 'volumeShare', limitPercent: '101', impactPercent: '1' } },
      'models.slippage.limitPercent',
    ],
    [
      'an impact above all',
      { slippage: { kind: 'volumeShare', limitPercent: '1', impactPercent: '101' } },
      'models.slippage.impactPercent',
    ],
    ['a fee above all', { fee: { kind: 'percent', percent: '101', minimum: '0' } }, 'models.fee.percent'],
    ['an empty list of tiers', tiered(), 'models.fee.tiers'],
    ['a tier above all', tiered([null, '101']), 'models.fee.tiers.0.percent'],
    ['a last tier that ends', tiered(['5', '1']), 'models.fee.tiers'],
    ['tiers that fall', tiered(['5', '1'], ['4', '1'], [null, '1']), 'models.fee.tiers'],
    ['tiers that end together', tiered(['5', '1'], ['5', '2'], [null, '1']), 'models.fee.tiers'],
    ['a tier behind the last', tiered([null, '1'], [null, '1']), 'models.fee.tiers'],
  ])('are refused as senseless: %s', (_, sent, field) => {
    expect(() => changedModels(sent)).toThrow(expect.objectContaining({ code: 'models_invalid', field }));
  });
});

describe('models as trading takes them', () => {
  it('are decimals and minor units of the currency of the instrument', () => {
    const json = changedModels({
      price: { kind: 'spread', percent: '50' },
      slippage: { kind: 'fixed', percent: '0.05' },
      fee: { kind: 'perShare', amount: '0.005', minimum: '1.5' },
    });
    expect(readModels(json, 'USD')).toEqual({
      price: { kind: 'spread', percent: decimal(50n, 0) },
      slippage: { kind: 'fixed', percent: decimal(5n, 2) },
      fee: { kind: 'perShare', amount: decimal(5n, 3), minimum: 150n },
    });
    expect(readModels(json, 'JPY').fee).toMatchObject({ minimum: 2n });
    expect(readModels(json, 'KWD').fee).toMatchObject({ minimum: 1500n });
    expect(readModels(defaultModels, 'USD')).toEqual(defaultModels);
  });

  it('charge by each tier, also where two of them fall together in a currency without cents', () => {
    const json = changedModels({
      fee: {
        kind: 'tiered',
        tiers: [
          { upTo: '99.2', percent: '10' },
          { upTo: '99.7', percent: '50' },
          { upTo: null, percent: '1' },
        ],
      },
    });
    const { fee } = readModels(json, 'JPY');
    expect(fee).toMatchObject({ tiers: [{ upTo: 100n }, { upTo: null }] });
    expect(feeOf(fee, 1n, money(1100n, 'JPY')).amount).toEqual(money(20n, 'JPY'));
  });
});
