import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { instrument } from '../../../test/instrument.js';
import { showPage } from '../../../test/page.js';
import { answers, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import InstrumentsPage from './InstrumentsPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

let sent: string[] = [];
let status: Schemas['InstrumentDto']['status'] = 'active';

const settings = (): Schemas['InstrumentSettingsDto'] => ({
  ...instrument('AAPL'),
  status,
  providerSymbol: null,
  simulatedSessions: 'always',
  startPrice: '230',
  yearlyDriftBp: 0,
  yearlyVolatilityBp: 3000,
  spreadBp: 2,
  dailyVolume: '1000000',
});

const note = async (request: Request): Promise<string> => {
  const text = await request.text();
  const { pathname, search } = new URL(request.url);
  sent.push(`${request.method} ${pathname.replace('/api/v1', '')}${search} ${text}`.trim());
  return text;
};

beforeEach(() => {
  sent = [];
  status = 'active';
  server.use(
    http.get(url('/instruments'), () =>
      HttpResponse.json({ items: [{ ...instrument('AAPL'), status }], next: null }),
    ),
    http.get(url('/instruments/AAPL/settings'), () => HttpResponse.json(settings())),
    answers('/instruments/AAPL/events', 'InstrumentEventPageDto', {
      items: [{ kind: 'split', day: '2020-08-31', ratio: '4:1', amount: null }],
      next: null,
    }),
    http.patch(url('/instruments/AAPL'), async ({ request }) => {
      const body = JSON.parse(await note(request)) as { status?: typeof status };
      status = body.status ?? status;
      return HttpResponse.json(settings());
    }),
    http.post(url('/instruments'), async ({ request }) => {
      await note(request);
      return HttpResponse.json(settings(), { status: 201 });
    }),
  );
});

const choose = async (item: string) => {
  await userEvent.click(await screen.findByRole('button', { name: 'Change AAPL' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
};
const press = async (name: string) =>
  userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name }));

describe('the page of instruments', () => {
  it('halts and resumes, after a word about that', async () => {
    showPage(<InstrumentsPage />, '/admin/instruments');
    await choose('Halt');
    expect(sent).toEqual([]);
    await press('Halt');
    expect(await screen.findByText('Halted')).toBeTruthy();
    await choose('Resume');
    await press('Resume');
    await waitFor(() => expect(screen.queryByText('Halted')).toBeNull());
    expect(sent).toEqual([
      'PATCH /instruments/AAPL {"status":"halted"}',
      'PATCH /instruments/AAPL {"status":"active"}',
    ]);
  });

  it('lists a new instrument, and changes only what can change of one', async () => {
    showPage(<InstrumentsPage />, '/admin/instruments');
    await userEvent.click(await screen.findByRole('button', { name: 'New instrument' }));
    await press('List instrument');
    expect(await screen.findByText('Enter a symbol such as MSFT')).toBeTruthy();
    const fill = (label: string, value: string) =>
      fireEvent.change(screen.getByLabelText(label), { target: { value } });
    fill('Symbol', 'MSFT');
    fill('Name', 'Microsoft');
    fill('Exchange', 'NASDAQ');
    await press('List instrument');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(JSON.parse(sent[0]?.replace('POST /instruments ', '') ?? '')).toMatchObject({
      symbol: 'MSFT',
      class: 'stock',
      currency: 'USD',
      provider: 'simulated',
      yearlyVolatilityBp: 3000,
    });
    await choose('Change');
    await screen.findByDisplayValue('AAPL Inc.');
    expect(screen.queryByLabelText('Symbol')).toBeNull();
    await press('Save');
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(
      Object.keys(JSON.parse(sent[1]?.replace('PATCH /instruments/AAPL ', '') ?? '{}') as object),
    ).not.toContain('symbol');
  });

  it('tries a file first, and shows what is wrong by line', async () => {
    let isGood = false;
    server.use(
      http.post(url('/instruments/import'), async ({ request }) => {
        await note(request);
        const errors = [{ field: 'line 2, class', message: 'class must be one of stock, etf, fund, crypto' }];
        return isGood
          ? HttpResponse.json({ rows: 1, created: 1, changed: 0, unchanged: 0, dryRun: true })
          : HttpResponse.json(
              { type: '', title: '', status: 422, code: 'csv_malformed', detail: 'One fault.', errors },
              { status: 422, headers: { 'content-type': 'application/problem+json' } },
            );
      }),
    );
    showPage(<InstrumentsPage />, '/admin/instruments');
    await userEvent.click(await screen.findByRole('button', { name: 'Import' }));
    const input = await waitFor(() => {
      const found = document.querySelector<HTMLInputElement>('input[type=file]');
      if (!found) throw new Error('not there yet');
      return found;
    });
    const file = (text: string) => new File([text], 'list.csv', { type: 'text/csv' });
    await userEvent.upload(input, file('symbol\nX'));
    expect((await screen.findByRole('list', { name: 'What is wrong in the file' })).textContent).toBe(
      'line 2, class: class must be one of stock, etf, fund, crypto',
    );
    isGood = true;
    await userEvent.upload(input, file('symbol\nY'));
    expect(await screen.findByText('The file is good: 1 new.')).toBeTruthy();
    await press('Import');
    await waitFor(() => expect(sent.at(-1)).toContain('dryRun=false'));
    expect(sent.slice(0, 2).every((call) => call.includes('dryRun=true symbol'))).toBe(true);
  });

  it('shows the splits and dividends of one', async () => {
    showPage(<InstrumentsPage />, '/admin/instruments');
    await choose('Splits and dividends');
    expect((await screen.findByRole('list', { name: 'Splits and dividends' })).textContent).toContain(
      'Split 4:1',
    );
    expect(screen.getByRole('button', { name: 'Take back the split of Aug 31, 2020' })).toBeTruthy();
  });
});
