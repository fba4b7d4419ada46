import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One account per book and asset, which knows what part of its balance is held.
 * The ids of journals, which only grow, order its postings: one index instead of
 * two, and the account's last journal tells whether somebody else moved it.
 */
export class LedgerDepth1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.changeAccounts(runner);
    await this.changePostings(runner);
    await runner.query(`
      alter table journal
        add column origin text not null default 'unrecorded',
        add column value_date date,
        add column reverses uuid`);
    await runner.query('alter table journal alter column origin drop default');
    await runner.query(
      'create unique index journal_reverses_key on journal (reverses) where reverses is not null',
    );
    // The answer is kept as it was said; nobody asks Postgres what is in it.
    await runner.query('alter table idempotency alter column answer type text using answer::text');
    await runner.query(
      'create index idempotency_at on idempotency using brin (at) with (autosummarize = on)',
    );
    // A change that finds fewer rows as they were than it has changes was decided on something that is no longer true.
    await runner.query(`
      create function require_unchanged(unchanged bigint, wanted bigint) returns void language plpgsql as $$
      begin
        if unchanged <> wanted then
          raise exception 'Somebody else was faster' using errcode = 'serialization_failure';
        end if;
      end $$`);
    await this.addTables(runner);
  }

  private async changeAccounts(runner: QueryRunner): Promise<void> {
    await runner.query('alter table account drop constraint account_customer_not_negative');
    await runner.query(`
      alter table account
        add column held bigint not null default 0,
        add column last_journal_id uuid`);
    await runner.query('alter table account alter column held drop default');
    await runner.query(`
      update account set kind = case kind when 'available' then 'customer' else kind end,
        last_journal_id = (select journal_id from posting p where p.account_id = account.id order by seq desc limit 1)`);
    await runner.query(`
      alter table account
        drop column seq,
        alter column last_journal_id set not null,
        add constraint account_held_not_negative check (held >= 0),
        add constraint account_customer_covered check (kind <> 'customer' or balance >= held)`);
  }

  private async changePostings(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table new_posting (
        account_id uuid not null,
        journal_id uuid not null,
        amount bigint not null,
        held bigint not null,
        balance_after bigint not null,
        held_after bigint not null
      )`);
    await runner.query(`
      insert into new_posting
      select account_id, journal_id, amount, 0,
        sum(amount) over (partition by account_id order by journal_id), 0
      from posting order by journal_id`);
    await runner.query('drop table posting');
    await runner.query('alter table new_posting rename to posting');
    await runner.query(
      'alter table posting add constraint posting_pkey primary key (account_id, journal_id)',
    );
    // Postings lie in the order of their journals, so this finds those of one in a megabyte, and costs nothing to keep.
    await runner.query(
      'create index posting_journal_id on posting using brin (journal_id) with (autosummarize = on)',
    );
    await runner.query(`
      create trigger posting_append_only before update or delete or truncate on posting
      for each statement execute function refuse_change()`);
  }

  private async addTables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table hold (
        id uuid constraint hold_pkey primary key,
        version bigint not null,
        book_id uuid not null,
        payee_book_id uuid not null,
        currency text not null,
        amount bigint not null,
        captured bigint not null,
        status text not null,
        memo text,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        closed_at timestamptz
      )`);
    await runner.query('create index hold_book_id_id on hold (book_id, id)');
    await runner.query('create index hold_payee_book_id_id on hold (payee_book_id, id)');
    await runner.query(`create index hold_open_expires_at on hold (expires_at) where status = 'open'`);
    await runner.query(`
      create table refusal (
        id uuid constraint refusal_pkey primary key,
        actor uuid not null,
        at timestamptz not null,
        origin text not null,
        action text not null,
        code text not null,
        message text not null,
        request text not null
      )`);
    await runner.query('create index refusal_actor_id on refusal (actor, id)');
    await runner.query(`
      create trigger refusal_append_only before update or delete or truncate on refusal
      for each statement execute function refuse_change()`);
  }

  /** What is held is free again, and what was refused is forgotten. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table refusal, hold');
    await runner.query('drop function require_unchanged');
    await runner.query('drop index idempotency_at');
    await runner.query('alter table idempotency alter column answer type jsonb using answer::jsonb');
    await runner.query(
      'alter table journal drop column origin, drop column value_date, drop column reverses',
    );
    await runner.query(`
      create table old_posting (
        book_id uuid not null,
        journal_id uuid not null,
        account_id uuid not null,
        seq bigint not null,
        amount bigint not null,
        balance_after bigint not null
      )`);
    await runner.query(`
      insert into old_posting
      select a.book_id, p.journal_id, p.account_id,
        row_number() over (partition by p.account_id order by p.journal_id), p.amount, p.balance_after
      from posting p join account a on a.id = p.account_id where p.amount <> 0`);
    await runner.query('drop table posting');
    await runner.query('alter table old_posting rename to posting');
    await runner.query(`
      alter table posting
        add constraint posting_pkey primary key (book_id, journal_id, account_id),
        add constraint posting_account_id_seq_key unique (account_id, seq)`);
    await runner.query(`
      create trigger posting_append_only before update or delete or truncate on posting
      for each statement execute function refuse_change()`);
    await runner.query(`
      alter table account
        drop constraint account_held_not_negative,
        drop constraint account_customer_covered,
        drop column held,
        drop column last_journal_id,
        add column seq bigint`);
    await runner.query(`
      update account set kind = case kind when 'customer' then 'available' else kind end,
        seq = (select count(*) from posting p where p.account_id = account.id)`);
    await runner.query(`
      alter table account
        alter column seq set not null,
        add constraint account_customer_not_negative check (kind not in ('available', 'held') or balance >= 0)`);
  }
}
