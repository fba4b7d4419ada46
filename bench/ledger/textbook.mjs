import { DataSource, EntitySchema, In } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { closedLoop } from './closed-loop.mjs';
import { currency } from './commands.mjs';
import { serve } from './contender.mjs';
import { accountIdSql, bookIdSql } from './ids.mjs';

const poolSize = 20;

const uuidKey = { type: 'uuid', primary: true };
const Account = new EntitySchema({
  name: 'account',
  columns: {
    id: uuidKey,
    book_id: { type: 'uuid' },
    asset: { type: 'text' },
    kind: { type: 'text' },
    balance: { type: 'bigint' },
  },
  uniques: [{ columns: ['book_id', 'asset', 'kind'] }],
});
const Journal = new EntitySchema({
  name: 'journal',
  columns: {
    id: uuidKey,
    kind: { type: 'text' },
    actor: { type: 'uuid' },
    at: { type: 'timestamptz' },
    origin: { type: 'text' },
    idempotency_key: { type: 'text' },
  },
});
const Posting = new EntitySchema({
  name: 'posting',
  columns: {
    account_id: uuidKey,
    journal_id: uuidKey,
    amount: { type: 'bigint' },
    balance_after: { type: 'bigint' },
  },
});
/** For the price of one commit with next to nothing in it. */
const Note = new EntitySchema({
  name: 'note',
  columns: { id: uuidKey, at: { type: 'timestamptz' } },
});

/**
 * The textbook way: a transaction for each transfer, through TypeORM. It has it easier than the ledger: no answer
 * is remembered under the key, and no foreign key is checked.
 */
serve(async ({ url, accounts, watched }) => {
  const entities = [Account, Journal, Posting, Note];
  const options = { type: 'postgres', url, entities, poolSize, synchronize: true };
  const dataSource = await new DataSource(options).initialize();
  await dataSource.query(`
    insert into account (id, book_id, asset, kind, balance)
    select ${accountIdSql('k')}, ${bookIdSql('k')}, '${currency}', 'customer', 1000000
    from generate_series(0, ${accounts - 1}) k`);
  await dataSource.query('vacuum (analyze)');
  const ids = (await dataSource.query('select id from account order by id')).map(({ id }) => id);

  const operations = {
    transfer: () => {
      const from = Math.floor(Math.random() * accounts);
      const to = (from + 1 + Math.floor(Math.random() * (accounts - 1))) % accounts;
      return dataSource.transaction((manager) => transfer(manager, ids[from], ids[to], 1n));
    },
    commit: () =>
      dataSource.query('insert into note (id, at) values ($1, $2)', [uuid(), new Date().toISOString()]),
  };
  return { measure: ({ what, ...load }) => closedLoop({ ...load, watched }, operations[what]) };
});

async function transfer(manager, fromId, toId, amount) {
  const locked = await manager.getRepository(Account).find({
    where: { id: In([fromId, toId]) },
    order: { id: 'ASC' }, // whoever needs the same two waits, instead of deadlocking
    lock: { mode: 'pessimistic_write' },
  });
  const balances = new Map(locked.map(({ id, balance }) => [id, BigInt(balance)]));
  const fromAfter = balances.get(fromId) - amount;
  const toAfter = balances.get(toId) + amount;
  if (fromAfter < 0n) throw new Error('insufficient_funds');
  const journal = { id: uuid(), kind: 'transfer', actor: fromId, at: new Date(), origin: 'bench' };
  await manager.insert(Journal, { ...journal, idempotency_key: uuid() });
  await manager.insert(Posting, [
    { account_id: fromId, journal_id: journal.id, amount: -amount, balance_after: fromAfter },
    { account_id: toId, journal_id: journal.id, amount, balance_after: toAfter },
  ]);
  await manager.update(Account, { id: fromId }, { balance: fromAfter });
  await manager.update(Account, { id: toId }, { balance: toAfter });
  return { id: journal.id, balanceAfter: String(fromAfter) };
}
