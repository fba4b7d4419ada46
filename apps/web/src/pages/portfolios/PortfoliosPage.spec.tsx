import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { compared, mainCompared, portfolio, trackedPortfolio } from '../../../test/portfolio.js';
import { answers, refuses, testServer } from '../../../test/server.js';
import { snapshot } from '../../../test/snapshot.js';
import PortfoliosPage from './PortfoliosPage.js';

const server = testServer();
const url = (path: string) => new URL(`/api/v1${path}`, location.origin).href;

beforeEach(() => {
  signedInAs();
  server.use(
    answers('/portfolios/comparison', 'ComparisonDto', {
      items: [
        mainCompared,
        compared(),
        compared({ id: 'p3', name: 'Class of 26', kind: 'league', returnPercent: '-1.20', worst: null }),
      ],
      next: null,
    }),
    answers('/portfolios', 'PortfolioPageDto', { items: [], next: null }),
    answers('/portfolio-groups', 'PortfolioGroupPageDto', { items: [], next: null }),
  );
});

const show = (search = '') => showPage(<PortfoliosPage />, `/portfolios${search}`);
const names = () =>
  within(screen.getByRole('table', { name: 'Portfolios' }))
    .getAllByRole('link')
    .map((link) => link.textContent);

describe('the list of portfolios', () => {
  it('shows what each is worth, the main one without a return', async () => {
    show();
    const table = within(await screen.findByRole('table', { name: 'Portfolios' }));
    const [main, momentum] = table.getAllByRole('row').slice(1);
    expect(main?.textContent).toMatch(/Main portfolio.*Main.*EUR.*€900\.00.*–.*€900\.00/);
    expect(momentum?.textContent).toMatch(/Momentum.*Paper.*USD.*\$10,500\.00.*\+5\.00%.*\$2,000\.00/);
    expect(table.getByRole('link', { name: 'Main portfolio' }).getAttribute('href')).toBe('/portfolio');
    expect(table.getByRole('link', { name: 'Momentum' }).getAttribute('href')).toBe('/portfolios/p2');
  });

  it('is sorted by what is clicked, as its address says', async () => {
    show();
    await screen.findByRole('table', { name: 'Portfolios' });
    expect(names()).toEqual(['Main portfolio', 'Momentum', 'Class of 26']);
    await userEvent.click(screen.getByRole('button', { name: 'Portfolio' }));
    expect(names()).toEqual(['Class of 26', 'Main portfolio', 'Momentum']);
    await userEvent.click(screen.getByRole('button', { name: 'Return' }));
    expect(names()).toEqual(['Momentum', 'Class of 26', 'Main portfolio']);
    expect(screen.getByLabelText('address').textContent).toBe('/portfolios?sort=-return');
  });

  it('says what an archive is for while there is nothing in it', async () => {
    show('?view=archived');
    expect(await screen.findByText('Nothing is archived')).toBeTruthy();
  });
});

describe('portfolios side by side', () => {
  it('shows those that the address names, and changes it with the choice', async () => {
    show('?view=compare&ids=p2');
    const table = () => screen.findByRole('table', { name: 'Portfolios side by side' });
    expect(within(await table()).getAllByRole('columnheader')).toHaveLength(1);
    expect((await table()).textContent).toMatch(/Orders3Fills4Best positionAAPL\+9\.10%/);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Class of 26' }));
    expect(within(await table()).getAllByRole('columnheader')).toHaveLength(2);
    expect(screen.getByLabelText('address').textContent).toBe('/portfolios?view=compare&ids=p2%2Cp3');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Class of 26' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Momentum' }));
    expect(screen.getByText('Nothing to compare')).toBeTruthy();
  });
});

describe('a new paper portfolio', () => {
  const open = async () => {
    show('?do=new');
    return within(await screen.findByRole('dialog'));
  };
  const submit = () => userEvent.click(screen.getByRole('button', { name: 'Open portfolio' }));

  it('asks for what is missing before it asks the server', async () => {
    const dialog = await open();
    await userEvent.clear(dialog.getByLabelText('Starting cash'));
    await submit();
    expect(dialog.getByText('Enter a name')).toBeTruthy();
    expect(dialog.getByText('Enter an amount')).toBeTruthy();
  });

  it('is sent with how its orders are filled, once', async () => {
    const sent: unknown[] = [];
    server.use(
      http.post(url('/portfolios'), async ({ request }) => {
        sent.push(await request.json(), request.headers.get('Idempotency-Key')?.length);
        return HttpResponse.json(portfolio({ id: 'p9' }), { status: 201 });
      }),
    );
    const dialog = await open();
    await userEvent.type(dialog.getByLabelText('Name'), ' Momentum ');
    await userEvent.click(dialog.getByRole('button', { name: /How orders are filled/ }));
    await userEvent.click(await dialog.findByRole('combobox', { name: 'Fee' }));
    await userEvent.click(await screen.findByRole('option', { name: 'A percentage' }));
    await userEvent.clear(await dialog.findByLabelText('Of the amount'));
    await submit();
    expect(dialog.getByText('Enter a percentage from 0 to 100')).toBeTruthy();
    await userEvent.type(dialog.getByLabelText('Of the amount'), '0.25');
    await submit();
    await waitFor(() => expect(screen.getByLabelText('address').textContent).toBe('/portfolios/p9'));
    expect(sent).toEqual([
      {
        name: 'Momentum',
        currency: 'EUR',
        startingCash: { amount: '10000', currency: 'EUR' },
        models: {
          price: { kind: 'touch' },
          slippage: { kind: 'none' },
          fee: { kind: 'percent', percent: '0.25', minimum: '1' },
        },
      },
      expect.any(Number),
    ]);
  });

  it('shows what the server says about a model at its field', async () => {
    const message = 'Each tier but the last ends above the one before it';
    server.use(
      refuses('post', '/portfolios', {
        status: 422,
        code: 'models_invalid',
        detail: message,
        errors: [{ field: 'models.fee.tiers', message }],
      }),
    );
    const dialog = await open();
    await userEvent.type(dialog.getByLabelText('Name'), 'Momentum');
    await userEvent.click(dialog.getByRole('button', { name: /How orders are filled/ }));
    await userEvent.click(await dialog.findByRole('combobox', { name: 'Fee' }));
    await userEvent.click(await screen.findByRole('option', { name: 'In tiers' }));
    await submit();
    expect(await dialog.findByText(message)).toBeTruthy();
  });
});

describe('tracked portfolios', () => {
  it('say what they are for while there are none', async () => {
    show();
    expect(await screen.findByText('Nothing is tracked yet')).toBeTruthy();
  });

  it('are listed with what they are worth', async () => {
    server.use(
      answers('/portfolios', 'PortfolioPageDto', { items: [portfolio(), trackedPortfolio()], next: null }),
      answers('/portfolios/t1/snapshot', 'SnapshotDto', snapshot()),
    );
    show();
    const table = within(await screen.findByRole('table', { name: 'Tracked portfolios' }));
    expect(await table.findByText('€2,000.00')).toBeTruthy();
    const [savings, ...others] = table.getAllByRole('row').slice(1);
    expect(savings?.textContent).toMatch(/Savings.*Not kept.*EUR.*€2,000\.00.*\+15\.38%/);
    expect(others).toEqual([]);
  });

  it('are opened with a name, a currency and whether they keep cash', async () => {
    const sent: unknown[] = [];
    server.use(
      http.post(url('/portfolios'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(trackedPortfolio(), { status: 201 });
      }),
    );
    show('?do=track');
    const dialog = within(await screen.findByRole('dialog', { name: 'Track a portfolio' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Open portfolio' }));
    expect(dialog.getByText('Enter a name')).toBeTruthy();
    await userEvent.type(dialog.getByRole('textbox', { name: 'Name' }), ' Savings ');
    await userEvent.click(dialog.getByRole('checkbox', { name: 'It keeps cash' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Open portfolio' }));
    await waitFor(() =>
      expect(screen.getByLabelText('address').textContent).toBe('/portfolios/t1/activities'),
    );
    expect(sent).toEqual([{ kind: 'tracked', name: 'Savings', currency: 'EUR', keepsCash: true }]);
  });
});

describe('portfolios together', () => {
  const family = { id: 'g1', name: 'Family', currency: 'EUR', portfolioIds: ['t1'] };
  /** What was sent, by method. */
  function groups(): unknown[] {
    const sent: unknown[] = [];
    server.use(
      answers('/portfolios', 'PortfolioPageDto', { items: [portfolio(), trackedPortfolio()], next: null }),
      answers('/portfolios/t1/snapshot', 'SnapshotDto', snapshot()),
      answers('/portfolio-groups', 'PortfolioGroupPageDto', { items: [family], next: null }),
      http.post(url('/portfolio-groups'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(family, { status: 201 });
      }),
      http.patch(url('/portfolio-groups/g1'), async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(family);
      }),
      http.delete(url('/portfolio-groups/g1'), () => {
        sent.push('removed');
        return new HttpResponse(null, { status: 204 });
      }),
    );
    return sent;
  }

  it('are all of them, and groups with what is in them', async () => {
    groups();
    show();
    const list = within(await screen.findByRole('list', { name: 'Portfolios together' }));
    expect(list.getByRole('link', { name: 'All together' }).getAttribute('href')).toBe('/portfolios/all');
    const link = await list.findByRole('link', { name: 'Family' });
    expect(link.getAttribute('href')).toBe('/portfolios/g1');
    expect(list.getAllByRole('listitem')[1]?.textContent).toMatch(/Family.*Savings.*in EUR/);
  });

  it('become a group of those that are chosen', async () => {
    const sent = groups();
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'New group' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New group' }));
    await userEvent.type(dialog.getByRole('textbox', { name: 'Name' }), 'Retirement');
    await userEvent.click(dialog.getByRole('button', { name: 'Make group' }));
    expect(dialog.getByText('Choose at least one portfolio')).toBeTruthy();
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Momentum' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Make group' }));
    await waitFor(() =>
      expect(sent).toEqual([{ name: 'Retirement', currency: 'EUR', portfolioIds: ['p2'] }]),
    );
  });

  it('are changed, and removed after one more question', async () => {
    const sent = groups();
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Change the group Family' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Change Family' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Remove group' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Keep it' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Remove group' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(sent).toEqual(['removed']));
  });
});
