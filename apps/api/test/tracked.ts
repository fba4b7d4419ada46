import type { TestPerson } from './app.js';

/** Begins to track a portfolio, and answers the path of all that is in it. */
export async function track(person: TestPerson, body: object = {}): Promise<string> {
  const sent = { kind: 'tracked', name: 'Depot', currency: 'EUR', ...body };
  const { status, body: portfolio } = await person.post('/portfolios', sent);
  if (status !== 201) throw new Error(`It was refused: ${JSON.stringify(portfolio)}`);
  return `/portfolios/${portfolio.id}`;
}

export const bought = (fields: object = {}) => ({
  ...{ type: 'buy', day: '2024-05-17', symbol: 'AAPL', quantity: '10', price: '189.84', currency: 'USD' },
  ...fields,
});
