import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import { refuses, testServer } from '../../../test/server.js';
import type { AuditEntry } from './audit.js';
import AuditPage from './AuditPage.js';

const server = testServer();
signedInAs('admin');

const ada = { handle: 'ada', displayName: 'Ada Lovelace' };
const bob = { handle: 'bob', displayName: 'Bob' };

const transfer: AuditEntry = {
  id: '01890000-0000-7000-8000-000000000010',
  at: '2026-03-01T10:00:00.000Z',
  outcome: 'booked',
  actor: ada,
  actorId: 'a',
  action: 'transfer',
  code: null,
  message: null,
  memo: 'Lunch',
  origin: '203.0.113.7',
  idempotencyKey: null,
  request: null,
  amounts: [
    { asset: 'EUR', kind: 'currency', amount: '-10.00', held: '0.00', bookId: 'a', owner: ada },
    { asset: 'EUR', kind: 'currency', amount: '10.00', held: '0.00', bookId: 'b', owner: bob },
  ],
};
const refused: AuditEntry = {
  ...transfer,
  id: '01890000-0000-7000-8000-000000000011',
  outcome: 'refused',
  action: 'POST /api/v1/wallet/transfers',
  code: 'insufficient_funds',
  message: '1.00 EUR is available, 10.00 EUR was asked',
  memo: null,
  request: '{"to":"bob"}',
  amounts: [],
};

/** An API whose trail is this; answers what it was asked for. */
function withTrail(...items: AuditEntry[]): string[] {
  const asked: string[] = [];
  server.use(
    http.get('*/admin/users', () =>
      HttpResponse.json({
        items: [
          { ...ada, id: 'other', handle: 'ada-2' },
          { ...ada, id: 'a' },
        ],
        next: null,
      }),
    ),
    http.get('*/admin/audit', ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({ items, next: null } as never);
    }),
  );
  return asked;
}

const rows = async () => within(await screen.findByRole('list', { name: 'Trail' })).getAllByText('Details');

describe('the audit', () => {
  it('tells who did what, from where, to whose money', async () => {
    withTrail(transfer);
    showPage(<AuditPage />);

    const trail = await screen.findByRole('list', { name: 'Trail' });
    for (const text of [
      'Transfer',
      'Ada Lovelace (@ada)',
      'from 203.0.113.7',
      '“Lunch”',
      '-€10.00',
      '+€10.00',
    ])
      expect(trail.textContent).toContain(text);
    expect(within(trail).getByText('@bob')).toBeTruthy();
  });

  it('tells why something was refused, in words and with its code', async () => {
    withTrail(refused);
    showPage(<AuditPage />);

    const trail = await screen.findByRole('list', { name: 'Trail' });
    expect(within(trail).getByText('Refused')).toBeTruthy();
    expect(trail.textContent).toContain('€1.00 is available, €10.00 was asked.');
    await userEvent.click((await rows())[0] as HTMLElement);
    expect(within(trail).getByText('insufficient_funds')).toBeTruthy();
    expect(within(trail).getByText('{"to":"bob"}')).toBeTruthy();
    expect(within(trail).queryByRole('button', { name: /Take back/ })).toBeNull();
  });

  it('reads its filter from the address, and the person by the exact handle', async () => {
    const asked = withTrail(transfer);
    showPage(<AuditPage />, '/?person=ada&outcome=booked&from=2026-03-01&to=2026-03-31');

    await rows();
    expect(asked).toEqual(['?limit=30&outcome=booked&from=2026-03-01&to=2026-03-31&userId=a']);
  });

  it.each([
    'from=2026-02-30&to=yesterday',
    'from=1969-12-31&to=9999-01-01', // the API knows no such years
  ])('ignores what nobody can understand in the address: %s', async (days) => {
    const asked = withTrail(transfer);
    showPage(<AuditPage />, `/?outcome=maybe&${days}`);

    await rows();
    expect(asked).toEqual(['?limit=30']);
  });

  it('says so when nobody has that handle, and shows nobody else’s trail', async () => {
    const asked = withTrail(transfer);
    showPage(<AuditPage />, '/?person=ad');

    expect(await screen.findByText('Nobody here is called @ad')).toBeTruthy();
    expect(asked).toEqual([]);
  });

  it('takes an entry back with a note, after a question', async () => {
    withTrail(transfer);
    const sent: unknown[] = [];
    server.use(
      http.post('*/admin/transactions/:id/reversal', async ({ params, request }) => {
        sent.push({
          id: params['id'],
          body: await request.json(),
          key: request.headers.has('idempotency-key'),
        });
        return HttpResponse.json({}, { status: 201 });
      }),
    );
    showPage(<AuditPage />);

    await userEvent.click((await rows())[0] as HTMLElement);
    await userEvent.click(screen.getByRole('button', { name: /Take back/ }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Note'), ' Paid twice ');
    expect(sent).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take back' }));
    await expect.poll(() => sent).toEqual([{ id: transfer.id, body: { memo: 'Paid twice' }, key: true }]);
  });

  it('says why an entry cannot be taken back', async () => {
    withTrail(transfer);
    const detail = 'This transaction was taken back before';
    const errors = [{ field: 'id', message: detail }];
    const path = `/admin/transactions/${transfer.id}/reversal`;
    server.use(refuses('post', path, { status: 422, code: 'already_reversed', detail, errors }));
    showPage(<AuditPage />);

    await userEvent.click((await rows())[0] as HTMLElement);
    await userEvent.click(screen.getByRole('button', { name: /Take back/ }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take back' }));
    expect((await within(dialog).findByRole('alert')).textContent).toContain('taken back before');
  });
});
