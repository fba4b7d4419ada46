import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { aboutTracked, euros, figuresHead } from '../../../test/figures.js';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { testServer } from '../../../test/server.js';
import PlanPage from './PlanPage.js';

const server = testServer();
const asked: string[] = [];
const course = (months: number | null, realReturn: string) => ({
  months,
  realReturn,
  capital: ['100.00', '200.00'],
});

beforeEach(() => {
  signedInAs();
  asked.length = 0;
  server.use(
    ...aboutTracked(),
    http.get(new URL('/api/v1/portfolios/t1/projection', location.origin).href, ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({
        ...figuresHead,
        ...{ capital: euros('100.00'), target: euros('750000.00') },
        ...{ base: course(27, '5.0000'), lower: course(null, '3.0000'), higher: course(12, '7.0000') },
      });
    }),
  );
});

const show = (search = '') => showPage(<PlanPage />, `/portfolios/t1/plan${search}`, '/portfolios/:id/plan');

it('tells when it is enough, with less return and with more', async () => {
  show('?savings=700');
  expect((await screen.findByText('Until then')).parentElement?.textContent).toMatch(
    /2 years and 3 monthsSeptember 2028/,
  );
  expect(screen.getByText(/less it takes more than 100 years, with two more one year/)).toBeTruthy();
  expect(asked).toEqual(['?monthlySavings=700&yearlyExpenses=30000&withdrawalRate=4&realReturn=5']);
});

it('takes other assumptions, and refuses those that make no sense', async () => {
  show();
  const costs = await screen.findByLabelText('A year of life costs');
  await userEvent.clear(costs);
  await userEvent.click(screen.getByRole('button', { name: 'Work it out' }));
  expect(screen.getByText('Enter what a year costs')).toBeTruthy();
  await userEvent.type(costs, '24000');
  await userEvent.click(screen.getByRole('button', { name: 'Work it out' }));
  await waitFor(() => expect(asked.at(-1)).toContain('yearlyExpenses=24000'));
  expect(screen.getByLabelText('address').textContent).toBe('/portfolios/t1/plan?expenses=24000');
});
