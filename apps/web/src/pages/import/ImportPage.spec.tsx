import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { activity, change } from '../../../test/activity.js';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { portfolio, trackedPortfolio } from '../../../test/portfolio.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import type { Schemas } from '../../api.js';
import ImportPage from './ImportPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

const report = (given: Partial<Schemas['ImportReportDto']> = {}): Schemas['ImportReportDto'] => ({
  format: 'degiro',
  rows: 3,
  added: 2,
  duplicates: 1,
  assets: 1,
  prices: 0,
  passedOver: [],
  faultCount: 0,
  faults: [],
  dryRun: true,
  version: null,
  ...given,
});

const preview = (given: Partial<Schemas['ImportPreviewDto']> = {}): Schemas['ImportPreviewDto'] => ({
  format: 'degiro',
  isDetected: true,
  header: ['Date', 'Product'],
  mapping: null,
  unused: [],
  typeWords: [],
  items: [
    { line: 2, activity: activity(), isDuplicate: false },
    { line: 3, activity: activity({ id: 'a2', type: 'sell' }), isDuplicate: true },
  ],
  report: report(),
  ...given,
});

type Asked = { path: string; query: Record<string, string>; type: string | null; body: string };

/** An API that answers previews and imports with these; answers what it was asked for. */
function importer(previews: Schemas['ImportPreviewDto'][], lines: readonly object[] = []): Asked[] {
  const asked: Asked[] = [];
  const note = async (path: string, request: Request) => {
    const query = Object.fromEntries(new URL(request.url).searchParams);
    asked.push({ path, query, type: request.headers.get('content-type'), body: await request.text() });
  };
  let seen = 0;
  server.use(
    http.post(url('/portfolios/t1/import/preview'), async ({ request }) => {
      await note('preview', request);
      return HttpResponse.json(previews[Math.min(seen++, previews.length - 1)]);
    }),
    http.post(url('/portfolios/t1/import'), async ({ request }) => {
      await note('import', request);
      return new HttpResponse(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), {
        headers: { 'content-type': 'application/x-ndjson' },
      });
    }),
  );
  return asked;
}

beforeEach(() => {
  signedInAs();
  server.use(
    answers('/portfolios', 'PortfolioPageDto', { items: [trackedPortfolio()], next: null }),
    answers('/portfolios/t1', 'PortfolioDto', trackedPortfolio()),
    answers('/portfolio-groups', 'PortfolioGroupPageDto', { items: [], next: null }),
  );
});

const show = (id = 't1') => showPage(<ImportPage />, `/portfolios/${id}/import`, '/portfolios/:id/import');
const file = (text = 'Date,Product\n', name = 'Account.csv') => new File([text], name, { type: 'text/csv' });
const choose = async (chosen = file()) =>
  userEvent.upload(await screen.findByLabelText(/Choose a file/), chosen, { applyAccept: false });

describe('choosing a file', () => {
  it('says where to get one, for each program', async () => {
    show();
    for (const title of [
      'Ghostfolio JSON',
      'Portfolio Performance CSV',
      'Interactive Brokers',
      'DEGIRO',
      'Coinbase',
    ])
      expect(await screen.findByText(title)).toBeTruthy();
  });

  it.each([
    ['what is no table', file('x', 'photo.png'), 'photo.png is neither a CSV nor a JSON file.'],
    ['what is empty', file('', 'empty.csv'), 'empty.csv is empty.'],
  ])('refuses %s without asking', async (_, chosen, sentence) => {
    show();
    await choose(chosen);
    expect((await screen.findByRole('alert')).textContent).toContain(sentence);
  });

  it('shows why the API cannot read it', async () => {
    const refusal = { status: 422, code: 'csv_malformed', detail: 'The file has no header' } as const;
    server.use(refuses('post', '/portfolios/t1/import/preview', refusal));
    show();
    await choose();
    expect((await screen.findByRole('alert')).textContent).toContain('The file has no header.');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Nothing to import' }).disabled).toBe(true);
  });
});

describe('the preview', () => {
  it('shows what was understood, what is wrong, and what is there already', async () => {
    const asked = importer([
      preview({
        report: report({
          faultCount: 1,
          faults: [{ line: 5, column: 'Amount', code: 'not_a_number', message: '"ten" is no number' }],
          passedOver: [{ reason: 'Cash that was moved within the account', count: 2, lines: [7, 8] }],
        }),
      }),
    ]);
    show();
    await choose(file('Date,Product\n1,2\n'));
    const rows = within(await screen.findByRole('table', { name: 'As the file was understood' }));
    const [first, second] = rows.getAllByRole('row').slice(1);
    expect(first?.textContent).toMatch(/2.*Buy AAPL.*10 at \$150\.00.*-\$1,501\.00/);
    expect(second?.textContent).toMatch(/Sell AAPL.*There already/);
    expect(screen.getByRole('table', { name: 'Rows with a fault' }).textContent).toMatch(
      /5.*Amount.*"ten" is no number/,
    );
    const leftOut = within(screen.getByRole('list', { name: 'Left out' }));
    expect(leftOut.getByText('lines 7, 8')).toBeTruthy();
    expect(asked).toEqual([{ path: 'preview', query: {}, type: 'text/csv', body: 'Date,Product\n1,2\n' }]);
    expect(screen.getByRole('button', { name: 'Import 2 activities' })).toBeTruthy();
  });

  it('takes what is there already too when asked', async () => {
    importer([preview()]);
    show();
    await choose();
    await userEvent.click(await screen.findByRole('combobox', { name: 'What is there already' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Import again' }));
    expect(await screen.findByRole('button', { name: 'Import 3 activities' })).toBeTruthy();
  });

  it('sends JSON as what it is, and another format when it was guessed wrong', async () => {
    const asked = importer([preview()]);
    show();
    await choose(file('{}', 'export.json'));
    await userEvent.click(await screen.findByRole('combobox', { name: 'Format' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Ghostfolio JSON' }));
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[0]?.type).toBe('application/json');
    expect(asked[1]?.query).toEqual({ format: 'ghostfolio-json' });
  });

  it('asks which column is what where nobody knows, and imports by that', async () => {
    const mapping = { columns: { day: 'Datum', amount: 'Betrag' }, types: { Kauf: 'buy' } };
    const unknown = preview({
      ...{ format: 'custom', isDetected: false, header: ['Datum', 'Betrag', 'Kürzel'], mapping },
      typeWords: [
        { word: 'Kauf', type: 'buy' },
        { word: 'Bonus', type: null },
      ],
    });
    const asked = importer(
      [unknown, { ...unknown, mapping: { ...mapping, columns: { ...mapping.columns, symbol: 'Kürzel' } } }],
      [report({ format: 'custom', version: '3', dryRun: false })],
    );
    show();
    await choose();
    await userEvent.click(await screen.findByRole('combobox', { name: 'Symbol' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Kürzel' }));
    await userEvent.click(screen.getByRole('combobox', { name: '“Bonus”' }));
    await userEvent.click(await screen.findByRole('option', { name: 'Interest' }));
    await userEvent.click(screen.getByRole('button', { name: 'Read the file again' }));
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.query['format']).toBe('custom');
    const told = {
      columns: { day: 'Datum', amount: 'Betrag', symbol: 'Kürzel' },
      types: { Kauf: 'buy', Bonus: 'interest' },
    };
    expect(JSON.parse(asked[1]?.query['mapping'] ?? '')).toEqual(told);
    await userEvent.click(await screen.findByRole('button', { name: 'Import 2 activities' }));
    await screen.findByText('Imported 2 activities');
    expect(JSON.parse(asked[2]?.query['mapping'] ?? '')).toEqual(told);
  });
});

describe('the import', () => {
  const progress = [
    { read: 10, of: 10 },
    { checked: 3, of: 3 },
    { written: 2, of: 2 },
  ];

  it('leaves out rows with a fault, tells what came of it, and can be taken back', async () => {
    const done = report({ version: '8', dryRun: false, duplicates: 1 });
    const asked = importer([preview()], [...progress, done]);
    const undone: unknown[] = [];
    server.use(
      http.post(url('/portfolios/t1/changes/:version/undo'), ({ params }) => {
        undone.push(params['version']);
        return HttpResponse.json(change({ kind: 'undo' }));
      }),
    );
    show();
    await choose();
    await userEvent.click(await screen.findByRole('button', { name: 'Import 2 activities' }));
    expect(await screen.findByText('Imported 2 activities')).toBeTruthy();
    expect(screen.getByText(/Left out because they were there already: 1\./)).toBeTruthy();
    expect(asked[1]).toMatchObject({ path: 'import', query: { duplicates: 'skip', onFault: 'skip' } });
    const link = screen.getByRole('link', { name: 'See the activities' });
    expect(link.getAttribute('href')).toBe('/portfolios/t1/activities');
    await userEvent.click(screen.getByRole('button', { name: 'Undo the import' }));
    expect(await screen.findByText('The import was taken back')).toBeTruthy();
    expect(undone).toEqual(['8']);
  });

  it('leads back to the preview with a sentence when it is refused on the way', async () => {
    const problem = {
      type: '',
      title: '',
      status: 422,
      code: 'too_many_activities',
      detail: 'There is no room',
    };
    importer([preview()], [progress[0] ?? {}, problem]);
    show();
    await choose();
    await userEvent.click(await screen.findByRole('button', { name: 'Import 2 activities' }));
    expect((await screen.findByRole('alert')).textContent).toContain('There is no room');
  });

  it('says that nobody knows how it ended when the connection broke off', async () => {
    importer([preview()], progress);
    show();
    await choose();
    await userEvent.click(await screen.findByRole('button', { name: 'Import 2 activities' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The connection broke off.');
  });
});

it('takes no file into a portfolio of the ledger, and says why', async () => {
  server.use(answers('/portfolios/p2', 'PortfolioDto', portfolio()));
  show('p2');
  expect((await screen.findByRole('note')).textContent).toContain('by themselves');
  expect(screen.queryByLabelText(/Choose a file/)).toBeNull();
});
