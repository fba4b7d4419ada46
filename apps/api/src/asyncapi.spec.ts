import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import specs from '@asyncapi/specs';
import { parseDecimal } from '@tradeyard/kernel';
import { Ajv } from 'ajv';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../test/app.js';
import { quote } from '../test/market.js';
import { closeStreams, signIn } from '../test/stream.js';
import { TicksService } from './market-data/ticks.service.js';
import { streamDocumentText } from './openapi.js';
import { ChannelsService } from './stream/channels.service.js';

const committed = readFileSync(join(import.meta.dirname, '../../../libs/api-client/asyncapi.json'), 'utf8');

let app: TestApp;
let ada: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register({ baseCurrency: 'USD' });
});
afterEach(closeStreams);
afterAll(() => app.close());

it('is what asyncapi.json holds, and what the server serves to anybody', async () => {
  const hint = 'The stream differs from libs/api-client/asyncapi.json: run `npm run openapi` and commit it';
  expect(streamDocumentText(), hint).toBe(committed);

  const served = await app.anonymous.get('/asyncapi.json');
  // A channel that is missing on one side is missing in streamDocumentText.
  expect(served.body, hint).toEqual(JSON.parse(committed));
});

it('is an AsyncAPI document', () => {
  // It brings draft 7 of JSON Schema along, which the validator has too.
  const ajv = new Ajv({ meta: false, validateSchema: false, strict: false, validateFormats: false });
  const isValid = ajv.compile(specs.schemas['3.0.0']);
  expect(isValid(JSON.parse(committed)) ? [] : isValid.errors).toEqual([]);
  expect(isValid({ ...JSON.parse(committed), channels: [] })).toBe(false);
});

it('describes every message that goes either way', async () => {
  const [price, volume] = [parseDecimal('42000.00'), parseDecimal('1')];
  const tick = { symbol: 'BTC-USD', bid: price, ask: price, price, volume, source: 'simulated' } as const;
  app.get(TicksService).publish({ ...tick, atMs: Date.now() });
  const stream = await signIn(app.origin, ada.accessToken);
  await stream.subscribe(['candles:BTC-USD:1m', 'nothing']);
  await ada.post('/wallet/deposits', { amount: { amount: '10000.00', currency: 'USD' } });
  quote(app, 'AAPL', '232.50', '232.56');
  const buy = () =>
    ada.post('/orders', {
      symbol: 'AAPL',
      side: 'buy',
      type: 'market',
      notional: { amount: '10.00', currency: 'USD' },
    });
  await buy();
  await stream.subscribe(['orders', 'portfolio', 'quotes:AAPL']);
  await buy();
  quote(app, 'AAPL', '233.50', '233.56');
  app.get(ChannelsService).allChanged('quotes');
  for (const expected of [
    { type: 'snapshot', channel: 'orders' },
    { type: 'event', channel: 'orders' },
    { type: 'snapshot', channel: 'portfolio' },
    { type: 'change', channel: 'quotes:AAPL' },
    { type: 'snapshot', channel: 'candles:BTC-USD:1m' },
    { type: 'error' },
  ])
    await stream.see(expected);

  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(JSON.parse(committed), 'stream');
  const isFrame = ajv.getSchema('stream#/components/messages/frame/payload');
  for (const message of stream.received) expect([message, isFrame?.([message])]).toEqual([message, true]);
  expect(isFrame?.([{ type: 'change', channel: 'quotes:AAPL', seq: 1, data: { price: 1 } }])).toBe(false);
});
