import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { bought, track } from '../../test/tracked.js';
import { ActivitiesReader } from './activities-reader.service.js';
import { ScopesService } from './scopes.service.js';

let app: TestApp;
let ada: TestPerson;
let path: string;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
afterAll(() => app.close());
beforeEach(async () => {
  path = await track(ada);
});

const enter = async (fields: object = {}) => (await ada.post(`${path}/activities`, bought(fields))).body;
const listed = async () => (await ada.get(`${path}/activities?order=oldest`)).body.items;
const changes = async () => (await ada.get(`${path}/changes`)).body.items;
const undo = (version: string | number) => ada.post(`${path}/changes/${version}/undo`);
const plain = (items: { version: string }[]) => items.map(({ version: _, ...rest }) => rest);

describe('an undo', () => {
  it.each([
    ['create', () => Promise.resolve()],
    ['edit', (id: string) => ada.patch(`${path}/activities/${id}`, { note: 'Changed' })],
    ['delete', (id: string) => ada.delete(`${path}/activities/${id}`)],
  ])('takes a %s back, an undo of it does it again, and so on', async (kind, act) => {
    const before = kind === 'create' ? [] : [await enter()];
    if (kind === 'create') await enter();
    await act(before[0]?.id);
    const after = await listed();
    let [{ version }] = await changes();
    for (const expected of [before, after, before, after]) {
      const { status, body } = await undo(version);
      expect(status).toBe(200);
      expect(body).toMatchObject({ kind: 'undo', undoes: version });
      expect(plain(await listed())).toEqual(plain(expected));
      version = body.version;
    }
  });

  it('is of the first change again once its undo is undone', async () => {
    await enter();
    await undo(1);
    expect((await undo(1)).body).toMatchObject({ status: 409, code: 'change_not_undoable' });
    await undo(2);

    expect(await changes()).toMatchObject([
      { version: '3', undoes: '2', undoneBy: null },
      { version: '2', undoes: '1', undoneBy: '3' },
      { version: '1', undoes: null, undoneBy: null },
    ]);
    expect((await undo(1)).status).toBe(200);
    expect(await listed()).toEqual([]);
  });

  it('goes back step by step, and forth again', async () => {
    const { id } = await enter();
    await ada.patch(`${path}/activities/${id}`, { note: 'Changed' });
    await ada.delete(`${path}/activities/${id}`);
    for (const version of [3, 2, 1]) expect((await undo(version)).status).toBe(200);
    expect(await listed()).toEqual([]);
    // The undo of version 3 cannot be taken back while those of 2 and 1 are in effect.
    expect((await undo(4)).body.detail).toContain('Versions 5, 6 have');
    for (const version of [6, 5]) expect((await undo(version)).status).toBe(200);
    expect(await listed()).toMatchObject([{ id, note: 'Changed' }]);
    expect((await undo(4)).status).toBe(200);
    expect(await listed()).toEqual([]);
  });

  it('of an undo of an undo takes the first change back again', async () => {
    await enter();
    for (const version of [1, 2, 3]) expect((await undo(version)).status).toBe(200);

    expect(await listed()).toEqual([]);
    expect(await changes()).toMatchObject([
      { version: '4', undoneBy: null },
      { version: '3', undoneBy: '4' },
      { version: '2', undoneBy: null },
      { version: '1', undoneBy: '2' },
    ]);
  });

  it('leaves what a change touched as it was before, whatever happened since', async () => {
    const step = fc.tuple(fc.constantFrom('enter', 'edit', 'delete', 'undo', 'undo'), fc.nat({ max: 20 }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        path = await track(ada);
        const states = [new Map<string, string>()];
        for (const [act, number] of steps) {
          const items = await listed();
          const chosen = items[number % Math.max(items.length, 1)];
          if (act === 'enter') await enter();
          else if (act === 'edit' && chosen)
            await ada.patch(`${path}/activities/${chosen.id}`, { note: `${states.length}` });
          else if (act === 'delete' && chosen) await ada.delete(`${path}/activities/${chosen.id}`);
          const undone = act === 'undo' ? 1 + (number % states.length) : undefined;
          const isUndone = undone !== undefined && (await undo(undone)).status === 200;
          const [newest] = await changes();
          if (Number(newest?.version ?? 0) < states.length) continue;
          const now = new Map<string, string>(
            plain(await listed()).map((item) => [(item as { id?: string }).id ?? '', JSON.stringify(item)]),
          );
          if (isUndone) {
            const [before, after] = [states[undone - 1], states[undone]];
            const touched = [...(before ?? []), ...(after ?? [])]
              .map(([id]) => id)
              .filter((id) => before?.get(id) !== after?.get(id));
            for (const id of touched) expect(now.get(id)).toBe(before?.get(id));
          }
          states.push(now);
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('is refused where later changes touched the same activities, and says which', async () => {
    const { id } = await enter();
    await ada.patch(`${path}/activities/${id}`, { note: 'Changed' });
    await enter({ note: 'Another' });

    const { status, body } = await undo(1);

    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'change_not_undoable', errors: [{ field: 'version' }] });
    expect(body.detail).toContain('Version 2 has');
    expect(await listed()).toHaveLength(2);
    expect((await undo(2)).status).toBe(200);
  });

  it.each([
    ['no version', 'x', 404, 'change_not_found'],
    ['one that is to come', 99, 404, 'change_not_found'],
    ['too large a number', '9'.repeat(30), 404, 'change_not_found'],
    ['a change of an asset', 2, 409, 'change_not_undoable'],
  ])('is refused for %s', async (_, version, status, code) => {
    await enter();
    await ada.put(`${path}/assets/AAPL`, { sector: 'Technology' });

    expect(await undo(version)).toMatchObject({ status, body: { code } });
  });

  it('happens once, however often it is asked for at once', async () => {
    await enter();

    const answers = await Promise.all(Array.from({ length: 8 }, () => undo(1)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
    expect(await listed()).toEqual([]);
  });

  it('and an edit of the same activity do not both happen', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, version } = await enter();
      const [undone, edited] = await Promise.all([
        undo(version),
        ada.patch(`${path}/activities/${id}`, { note: `Round ${round}` }),
      ]);

      expect([undone.status, edited.status].sort()).toEqual(undone.status === 200 ? [200, 404] : [200, 409]);
    }
  });
});

describe('versions', () => {
  it('have no gaps and no two changes, however many write at once', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        index % 3 === 0 ? ada.put(`${path}/assets/X${index}`, {}) : enter({ quantity: `${index + 1}` }),
      ),
    );

    const versions = (await ada.get(`${path}/changes?limit=200`)).body.items.map(
      ({ version }: { version: string }) => Number(version),
    );
    expect(versions).toEqual(Array.from({ length: 30 }, (_, index) => 30 - index));
    expect(await listed()).toHaveLength(20);
    const [row] = await app.query('select activity_count from tracked_portfolio where id = $1', [
      path.slice(12),
    ]);
    expect(row.activity_count).toBe(20);
  });

  it('are listed in pages, newest first', async () => {
    for (const quantity of ['1', '2', '3']) await enter({ quantity });

    const { body: first } = await ada.get(`${path}/changes?limit=2`);
    const { body: second } = await ada.get(`${path}/changes?limit=2&cursor=${first.next}`);

    expect([...first.items, ...second.items]).toMatchObject([
      { version: '3' },
      { version: '2' },
      { version: '1' },
    ]);
    expect(second.next).toBeNull();
    expect((await ada.get(`${path}/changes?cursor=x`)).body.code).toBe('validation_failed');
  });
});

describe('the reader', () => {
  const portfolio = () => app.get(ScopesService).get(ada.user.id, path.slice(12));
  const current = async () => app.get(ActivitiesReader).readCurrent(ada.user.id, await portfolio());
  const since = async (version: string) =>
    app.get(ActivitiesReader).readSince(ada.user.id, await portfolio(), version);

  it('has all there is, in the order of time', async () => {
    const at = (time: string) => ({ at: `2024-05-17T${time}Z` });
    const late = await enter({ ...at('15:00:00'), note: 'two\nlines' });
    const early = await enter(at('14:00:00'));
    const untimed = await enter({ lots: null });
    const sold = await enter({
      type: 'sell',
      quantity: '3',
      lots: [{ activityId: early.id, quantity: '3' }],
    });
    await ada.put(`${path}/assets/AAPL/prices/2024-05-17`, { price: '190' });

    const read = await current();

    expect(read.activities.map(({ id }) => id)).toEqual([untimed.id, sold.id, early.id, late.id]);
    const { version: _, ...row } = late;
    expect(read.activities[3]).toEqual(row);
    expect(read.activities[1]?.lots).toEqual([{ activityId: early.id, quantity: '3' }]);
    expect(read).toMatchObject({
      ...{ version: '5', currency: 'EUR', keepsCash: false, assets: [{ symbol: 'AAPL' }] },
      prices: [{ symbol: 'AAPL', day: '2024-05-17', price: '190' }],
    });
  });

  it('knows what changed since any version', async () => {
    const kept = await enter({ symbol: 'MSFT' });
    const edited = await enter();
    const { version } = await current();
    const added = await enter({ symbol: 'TSLA' });
    await ada.patch(`${path}/activities/${edited.id}`, { note: 'x' });
    const gone = await enter({ symbol: 'AMZN' });
    await ada.delete(`${path}/activities/${gone.id}`);
    await ada.put(`${path}/assets/TSLA/prices/2024-05-17`, { price: '190' });

    const changed = await since(version);

    expect(changed.added.map(({ id }) => id).sort()).toEqual([added.id, edited.id].sort());
    expect(changed.removed).toEqual([{ id: edited.id, symbol: 'AAPL', target: null }]);
    expect(changed.prices).toMatchObject([{ symbol: 'TSLA' }]);
    expect([...changed.changedSymbols].sort()).toEqual(['AAPL', 'AMZN', 'TSLA']);
    expect(changed.version).toBe((await current()).version);
    expect(JSON.stringify(changed)).not.toContain(kept.id);
    expect(await since(changed.version)).toMatchObject({
      added: [],
      removed: [],
      assets: [],
      changedSymbols: [],
    });
    await ada.delete(`${path}/assets/TSLA/prices/2024-05-17`);
    expect(await since(changed.version)).toMatchObject({ prices: [{ symbol: 'TSLA', price: null }] });
  });
});
