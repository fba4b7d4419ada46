import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginPrices, move } from '../../test/alerts.js';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { AlertEngine } from './alert-engine.service.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  const clock = new TestClock();
  clock.set('2026-05-04T10:00:00Z');
  app = await createTestApp({ clock });
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.set('2026-05-04T10:00:00Z');
  ada = await app.register();
  beginPrices(app, 'AAPL', '200.00');
});

type Wanted = Record<string, unknown>;

async function create(wanted: Wanted): Promise<string> {
  const { status, body } = await ada.post('/alerts', { symbol: 'AAPL', ...wanted });
  if (status !== 201) throw new Error(JSON.stringify(body));
  await app.get(AlertEngine).settle();
  return body.id;
}

const statusOf = async (id: string): Promise<string> => (await ada.get(`/alerts/${id}`)).body.status;
const titles = async (): Promise<string[]> =>
  (await ada.get('/notices')).body.items.map(({ title }: { title: string }) => title).reverse();

describe('an alert', () => {
  it('is made, told and listed', async () => {
    const { status, body } = await ada.post('/alerts', {
      symbol: 'AAPL',
      kind: 'above',
      price: '250.00',
      note: ' Sell half ',
      expiresAt: '2026-06-01T00:00:00Z',
    });
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        symbol: 'AAPL',
        currency: 'USD',
        kind: 'above',
        price: '250',
        percent: null,
        direction: null,
        repeats: false,
        note: 'Sell half',
        channels: [],
        expiresAt: '2026-06-01T00:00:00.000Z',
        status: 'active',
        createdAt: '2026-05-04T10:00:00.000Z',
        firedAt: null,
        firedPrice: null,
      },
    ]);
    expect((await ada.get(`/alerts/${body.id}`)).body).toEqual(body);
    expect((await ada.get('/alerts')).body).toEqual({ items: [body], next: null });
  });

  it.each<[string, Wanted, string[], string[]]>([
    [
      'above',
      { kind: 'above', price: '210' },
      ['209.99', '210.00', '215'],
      ['AAPL rose to 210.00 USD (above 210.00 USD)'],
    ],
    [
      'above, jumped over',
      { kind: 'above', price: '210' },
      ['220'],
      ['AAPL rose to 220.00 USD (above 210.00 USD)'],
    ],
    [
      'below',
      { kind: 'below', price: '190' },
      ['190.01', '190'],
      ['AAPL fell to 190.00 USD (below 190.00 USD)'],
    ],
    [
      'a rise in a day',
      { kind: 'change', percent: '5', direction: 'up' },
      ['190', '209.99', '210'],
      ['AAPL rose to 210.00 USD (5 % or more from the last close)'],
    ],
    [
      'a fall in a day',
      { kind: 'change', percent: '5', direction: 'down' },
      ['215', '190'],
      ['AAPL fell to 190.00 USD (5 % or more from the last close)'],
    ],
    [
      'either way in a day',
      { kind: 'change', percent: '2.5' },
      ['204.99', '195', '210'],
      ['AAPL fell to 195.00 USD (2.5 % or more from the last close)'],
    ],
    [
      'a price that comes again',
      { kind: 'above', price: '210' },
      ['211', '200', '211'],
      ['AAPL rose to 211.00 USD (above 210.00 USD)'],
    ],
  ])('fires once: %s', async (_, wanted, prices, expected) => {
    const id = await create(wanted);
    for (const price of prices) await move(app, 'AAPL', price);
    expect(await titles()).toEqual(expected);
    expect(await statusOf(id)).toBe('fired');
  });
});
