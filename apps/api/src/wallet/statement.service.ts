import { pipeline, Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { dayOf, formatMinor, getCurrency, moneyText, type Money } from '@tradeyard/kernel';
import { stringify } from 'csv-stringify';
import { validate as isUuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { page } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { readFilter, StatementDto, type StatementFilter, type StatementQuery } from './statement.dto.js';
import {
  StatementEntries,
  type Batch,
  type Entry,
  type EntryFilter,
  type Period,
} from './statement-entries.service.js';
import { TransactionDto } from './wallet.dto.js';

/** Entries of a file that are in memory at a time. */
const batchSize = 1000;

const columns = [
  'id',
  'at',
  'valueDate',
  'kind',
  'memo',
  'counterpartyName',
  'counterpartyHandle',
  'currency',
  'amount',
  'held',
  'balance',
  'heldAfter',
  'available',
  'gain',
  'costAfter',
  'costCurrency',
  'detail',
  'reverses',
  'reversedBy',
] as const;
type Row = Record<(typeof columns)[number], string | bigint | Money | null>;

/** What happened to one currency of a person, and what was left each time. */
@Injectable()
export class StatementService {
  private readonly logger = new Logger(StatementService.name);

  constructor(
    private readonly entries: StatementEntries,
    private readonly clock: Clock,
  ) {}

  /** Throws `unknown_currency`, and `validation_failed` for a period or a cursor that cannot be. */
  async getPage(userId: string, query: StatementQuery): Promise<StatementDto> {
    const { limit, cursor } = query;
    const { code } = getCurrency(query.currency);
    const filter = readFilter(query);
    if (cursor !== undefined && !isUuid(cursor)) {
      throw new Problem('validation_failed', 'The cursor is not one of ours', [
        { field: 'cursor', message: 'Send `next` of the page before, as it is' },
      ]);
    }
    const period = await this.entries.findPeriod(userId, code, filter);
    const [totals, { entries, rest = null }] = await Promise.all([
      cursor === undefined ? this.entries.sumPeriod(period) : null,
      this.entries.listBefore(period, filter, limit + 1, cursor),
    ]);
    const { items, next } = page(entries, limit, ({ id }) => id);
    // A page that took too long to fill is shorter than asked; the next goes on where it stopped.
    return StatementDto.from(code, period, totals, { items, next: entries.length > limit ? next : rest });
  }

  /**
   * All entries up to now, oldest first, as a file that is read from the database
   * only as fast as it is taken. It fails with the first query that does: what
   * was sent until then is no whole file.
   */
  async getFile(userId: string, query: StatementFilter): Promise<{ name: string; content: Readable }> {
    const { code, exponent } = getCurrency(query.currency);
    const filter = readFilter(query);
    const period = await this.entries.findPeriod(userId, code, filter);
    // What fails here is still answered as a problem.
    const first = await this.entries.listAfter(period, filter, batchSize);
    const csv = stringify({
      columns: [...columns],
      header: true,
      record_delimiter: 'windows', // RFC 4180
      // Without it Excel takes the file for one in the old code page of its country, and names lose their accents.
      bom: true,
      // Text that a spreadsheet would compute gets an apostrophe before it. Amounts are numbers and stay what they are.
      escape_formulas: true,
      cast: {
        bigint: (minor) => formatMinor(minor, exponent),
        // In another currency than the statement's, and numbers as well.
        object: (amount) => ({ value: moneyText(amount as Money).amount, escape_formulas: false }),
      },
    });
    // An error of either side, or a reader who leaves, ends both; the reader's side sees it.
    pipeline(Readable.from(this.rows(period, filter, first)), csv, (error) => {
      if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.logger.error(error.stack);
    });
    return { name: this.fileName(code, filter), content: csv };
  }

  private async *rows(period: Period, filter: EntryFilter, first: Batch): AsyncGenerator<Row> {
    let { entries, rest } = first;
    for (;;) {
      for (const entry of entries) yield row(entry);
      if (rest === undefined) return;
      ({ entries, rest } = await this.entries.listAfter(period, filter, batchSize, rest));
    }
  }

  /** Days in UTC; a statement without a beginning has only the last one. */
  private fileName(currency: string, { from, to }: EntryFilter): string {
    const last = to ? new Date(to.getTime() - 1) : this.clock.now();
    return `${['tradeyard', currency, ...(from ? [dayInName(from)] : []), dayInName(last)].join('-')}.csv`;
  }
}

const [firstDay, lastDay] = ['0000-01-01', '9999-12-31'].map((day) => Date.parse(day)) as [number, number];

/** A zone can take a moment into a year that is written with a sign and more digits: that one is named for the day beside it. */
const dayInName = (at: Date): string => dayOf(new Date(Math.min(Math.max(at.getTime(), firstDay), lastDay)));

function row({ change, ...journal }: Entry): Row {
  const { asset, amount, held, balanceAfter, heldAfter, costAfter, gain } = change;
  const { counterparty, detail, ...rest } = TransactionDto.of({ ...journal, changes: [change] });
  return {
    ...rest,
    counterpartyName: counterparty?.displayName ?? null,
    counterpartyHandle: counterparty?.handle ?? null,
    currency: asset,
    amount,
    held,
    balance: balanceAfter,
    heldAfter,
    available: balanceAfter - heldAfter,
    gain,
    costAfter,
    costCurrency: (costAfter ?? gain)?.currency ?? null,
    detail: Object.keys(detail).length ? JSON.stringify(detail) : null,
  };
}
