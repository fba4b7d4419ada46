import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { before, day, ShareScene } from '../../test/share-scene.js';

let app: TestApp;
beforeAll(async () => {
  const clock = new TestClock();
  clock.set(before);
  app = await createTestApp({ clock });
});
afterAll(() => app.close());

it('has dividends and splits of the ledger on their day, as activities', async () => {
  const share = await new ShareScene(app, 'SPLITS').list();
  const ada = await share.join();
  await share.buy(ada, '10');
  await share.dividend('0.82');
  await share.split('4:1');
  await share.apply();

  const { body } = await ada.get(`/portfolios/${ada.user.id}/activities?type=dividend,split&order=oldest`);

  expect(body.items).toMatchObject([
    { type: 'dividend', day, symbol: 'SPLITS', amount: '8.2', currency: 'USD', quantity: null },
    { type: 'split', day, symbol: 'SPLITS', ratioTo: '4', ratioFrom: '1', amount: null, currency: 'USD' },
  ]);
});
