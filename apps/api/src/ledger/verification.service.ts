import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import type { AccountKind } from '@tradeyard/ledger';
import { DataSource, type QueryRunner } from 'typeorm';
import { ownerOfBook } from './audit.service.js';
import { DifferencesService, type FoundDifference } from './differences.service.js';

export type VerifiedAccount = {
  readonly id: string;
  readonly bookId: string;
  /** Whose book it is; null for the house. */
  readonly handle: string | null;
  readonly asset: string;
  readonly kind: AccountKind;
};

export type Difference = FoundDifference & {
  /** Null where it is about no account, or about one that is not there. */
  readonly account: VerifiedAccount | null;
};

export type Verification = {
  readonly accounts: number;
  readonly journals: number;
  readonly postings: number;
  readonly assets: number;
  /** The first few; none when the ledger is sound. */
  readonly differences: readonly Difference[];
  readonly seconds: number;
};

/**
 * Enough to sort in a few runs. Sorts and hashes that need more use the disk, so
 * a ledger of any size is checked in the same memory.
 */
const workMemory = '64MB';

/** Recomputes all balances from the postings, and looks for what a sound ledger never holds. Changes nothing. */
@Injectable()
export class VerificationService {
  private running: Promise<Verification> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly differences: DifferencesService,
  ) {}

  /**
   * Looks at one moment of the ledger, while others go on to write. Who asks
   * while it is under way gets the result of that one. With `statementMs` it
   * gives up when one of its statements takes longer.
   */
  verify(statementMs = 0): Promise<Verification> {
    this.running ??= this.run(statementMs).finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async run(statementMs: number): Promise<Verification> {
    const startedAtMs = performance.now();
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.query('begin isolation level repeatable read read only');
      await settle(runner, statementMs);
      const [counts] = await runner.manager.query<[Counts]>(count);
      const differences = await withAccounts(runner, await this.differences.find(runner));
      await runner.query('commit');
      const seconds = Math.round(performance.now() - startedAtMs) / 1000;
      return { ...numbers(counts), differences, seconds };
    } catch (error) {
      await runner.query('rollback').catch(() => undefined); // the connection may be what failed
      throw error;
    } finally {
      await runner.release();
    }
  }
}

// One core is enough, and leaves the others to those who work meanwhile.
const settle = (runner: QueryRunner, statementMs: number): Promise<unknown> =>
  runner.query(
    `select set_config('work_mem', $1, true), set_config('statement_timeout', $2, true),
       set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)`,
    [workMemory, String(statementMs)],
  );

const count = `
  select (select count(*) from account) as accounts, (select count(*) from journal) as journals,
    (select count(*) from posting) as postings, (select count(distinct asset) from account) as assets`;

/** A difference in a journal is told with the first account that it moved. */
async function withAccounts(runner: QueryRunner, rows: readonly FoundDifference[]): Promise<Difference[]> {
  if (rows.length === 0) return [];
  const journals = rows.filter(({ accountId }) => accountId === null).map(({ journalId }) => journalId);
  const accounts = await runner.manager.query<(VerifiedAccount & { journalId: string | null })[]>(
    `with touched as (
       select account_id, journal_id from posting where journal_id = any ($2)
       union all select id, null from account where id = any ($1)
     )
     select a.id, a.book_id as "bookId", u.handle, a.asset, a.kind, t.journal_id as "journalId"
     from touched t join account a on a.id = t.account_id ${ownerOfBook}
     order by a.id`,
    [rows.map(({ accountId }) => accountId), journals],
  );
  return rows.map((row) => {
    const named = accounts.find(({ id, asset, journalId }) =>
      row.accountId === null
        ? journalId !== null && journalId === row.journalId && asset === row.asset
        : id === row.accountId,
    );
    if (!named) return { ...row, account: null };
    const { id, bookId, handle, asset, kind } = named;
    return { ...row, accountId: id, account: { id, bookId, handle, asset, kind } };
  });
}

type Counts = Record<'accounts' | 'journals' | 'postings' | 'assets', string>;

const numbers = ({ accounts, journals, postings, assets }: Counts) => ({
  accounts: Number(accounts),
  journals: Number(journals),
  postings: Number(postings),
  assets: Number(assets),
});
