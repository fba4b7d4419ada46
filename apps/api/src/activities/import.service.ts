import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DomainError, latestDay } from '@tradeyard/kernel';
import { readActivities, type ImportFault, type ImportRow, type ReadResult } from '@tradeyard/portfolio';
import { v7 as uuid, validate as isUuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import type { HandPrice } from './activities-reader.service.js';
import { ActivityDto } from './activities.dto.js';
import { rowOf } from './activity-rows.service.js';
import { AssetsService } from './assets.service.js';
import { assetsOfFile, pricesOfFile } from './import-contents.service.js';
import {
  faultsShownMax,
  previewedMax,
  type ImportActivitiesQuery,
  type ImportPreviewDto,
  type ImportReportDto,
  type PreviewQuery,
} from './import.dto.js';
import { ImportInputService, type Reading } from './import-input.service.js';
import { ImportTurns } from './import-turns.service.js';
import { ImportWriter, type Imported } from './import-writer.service.js';
import { ScopesService, type PortfolioRef } from './scopes.service.js';

/** Rows that are made into activities in a few milliseconds; then others have their turn. */
const sliceSize = 500;

/** How far an import has got: `of` is not known where the file does not tell its size. */
export type Progress =
  | { readonly read: number; readonly of: number | null }
  | { readonly checked: number; readonly of: number }
  | { readonly written: number; readonly of: number };
type OnProgress = (progress: Progress) => void;

/** A body that is a file: a table, or JSON. */
export type Upload = { readonly body: Readable; readonly isJson: boolean; readonly bytes: number | null };

/** A file as activities, not written yet. */
type Understood = {
  readonly portfolio: PortfolioRef;
  /** Names of the columns of a table. */
  readonly header: readonly string[];
  readonly reading: Reading;
  /** What the file says besides. */
  readonly result: Omit<ReadResult, 'rows'>;
  readonly rows: readonly ImportRow[];
  readonly prices: readonly HandPrice[];
  readonly faults: readonly ImportFault[];
};

/** Brings files into tracked portfolios: all of a file is one change. */
@Injectable()
export class ImportService {
  constructor(
    private readonly scopes: ScopesService,
    private readonly input: ImportInputService,
    private readonly writer: ImportWriter,
    private readonly assets: AssetsService,
    private readonly turns: ImportTurns,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws what `ActivityWriter` does, `csv_malformed` and `import_malformed` for the file as a whole, and
   * `payload_too_large`, and `too_many_requests`. What is wrong with rows is told in the report.
   */
  import(
    userId: string,
    portfolioId: string,
    upload: Upload,
    query: ImportActivitiesQuery,
    onProgress: OnProgress = () => undefined,
  ): Promise<ImportReportDto> {
    return this.turns.ofPerson(userId, () => this.bring(userId, portfolioId, upload, query, onProgress));
  }

  private async bring(
    userId: string,
    portfolioId: string,
    upload: Upload,
    query: ImportActivitiesQuery,
    onProgress: OnProgress,
  ): Promise<ImportReportDto> {
    const file = await this.understand(userId, portfolioId, upload, query, onProgress);
    if (file.reading.format === 'custom' && !file.reading.mapping) {
      const message =
        'Nobody knows this table: send a mapping that says what its columns are. A preview suggests one.';
      throw new DomainError('import_malformed', message, 'mapping');
    }
    const isStopped = query.onFault === 'stop' && file.faults.length > 0;
    const imported = await this.turns.ofWriter(() =>
      this.writer.write(userId, file.portfolio, file, {
        isDry: query.dryRun || isStopped,
        addsDuplicates: query.duplicates === 'import',
        onWritten: (written, of) => onProgress({ written, of }),
      }),
    );
    return reportOf(
      file,
      isStopped ? { ...imported, added: 0, assets: 0, prices: 0 } : imported,
      query.dryRun,
    );
  }

  /** As `import` throws, but for a table that nobody knows: its columns are guessed. */
  preview(
    userId: string,
    portfolioId: string,
    upload: Upload,
    query: PreviewQuery,
  ): Promise<ImportPreviewDto> {
    return this.turns.ofPerson(userId, () => this.look(userId, portfolioId, upload, query));
  }

  private async look(
    userId: string,
    portfolioId: string,
    upload: Upload,
    query: PreviewQuery,
  ): Promise<ImportPreviewDto> {
    const file = await this.understand(userId, portfolioId, upload, query);
    const { reading, header, rows } = file;
    const imported = await this.turns.ofWriter(() =>
      this.writer.write(userId, file.portfolio, file, { isDry: true, addsDuplicates: false }),
    );
    const { suggestion } = reading;
    return {
      ...{ format: reading.format, isDetected: reading.isDetected, header: [...header] },
      mapping: suggestion && { ...(reading.mapping ?? suggestion.mapping) },
      unused: [...(suggestion?.unused ?? [])],
      typeWords: [...(suggestion?.typeWords ?? [])],
      items: rows.slice(0, previewedMax).map(({ line, activity }, index) => ({
        line,
        activity: ActivityDto.of(rowOf(activity), null),
        isDuplicate: imported.isDuplicate[index] ?? false,
      })),
      report: reportOf(file, imported, true),
    };
  }

  private async understand(
    userId: string,
    portfolioId: string,
    { body, isJson, bytes }: Upload,
    query: PreviewQuery,
    onProgress: OnProgress = () => undefined,
  ): Promise<Understood> {
    const portfolio = await this.scopes.requireTracked(userId, portfolioId);
    const input = await this.input.readBody(body, isJson, (read) => onProgress({ read, of: bytes }));
    const chosen = this.input.chooseReading(input, query);
    const guessed = chosen.mapping ?? chosen.suggestion?.mapping ?? null;
    const { rows: drafts, ...result } = await this.input.read(
      input,
      { ...chosen, mapping: guessed },
      portfolio.currency,
    );
    const header = input.kind === 'csv' ? (input.rows[chosen.suggestion?.headerIndex ?? 0]?.cells ?? []) : [];
    const { rows, faults } = await this.readRows(drafts, chosen, portfolio.currency, onProgress);
    const { prices, faults: ofPrices } = await this.readPrices(portfolio.id, result, rows);
    const all = [...result.faults, ...faults];
    for (const fault of ofPrices) all.push(fault);
    // Those without a line come last.
    all.sort((a, b) => (a.line || Infinity) - (b.line || Infinity) || 0);
    return { portfolio, header, reading: chosen, result, rows, prices, faults: all };
  }

  /** Of assets that the file or the portfolio has. */
  private async readPrices(
    portfolioId: string,
    { assets, prices = [] }: Pick<ReadResult, 'assets' | 'prices'>,
    rows: readonly ImportRow[],
  ): Promise<{ prices: readonly HandPrice[]; faults: readonly ImportFault[] }> {
    if (prices.length === 0) return { prices: [], faults: [] };
    const currencies = new Map(
      assetsOfFile({ ...(assets && { assets }) }, rows).map(({ symbol, currency }) => [symbol, currency]),
    );
    // Assets that are there stay as they are.
    for (const [symbol, currency] of await this.assets.listCurrencies(portfolioId))
      currencies.set(symbol, currency);
    return pricesOfFile(prices, currencies, latestDay(this.clock.now()));
  }

  private async readRows(
    drafts: ReadResult['rows'],
    { format }: Reading,
    currency: string,
    onProgress: OnProgress,
  ): Promise<{ rows: ImportRow[]; faults: ImportFault[] }> {
    // Our own files keep their ids, so that chosen lots still name them; others would lose the order of their rows.
    const keepsIds = format.startsWith('tradeyard');
    const context = { today: latestDay(this.clock.now()), currency };
    const idOf = ({ id }: { readonly id?: string }): string =>
      keepsIds && id !== undefined && isUuid(id) ? id.toLowerCase() : uuid();
    const [rows, faults]: [ImportRow[], ImportFault[]] = [[], []];
    for (let start = 0; start < drafts.length; start += sliceSize) {
      const read = readActivities(drafts.slice(start, start + sliceSize), { ...context, idOf });
      for (const row of read.rows) rows.push(row);
      for (const fault of read.faults) faults.push(fault);
      onProgress({ checked: Math.min(start + sliceSize, drafts.length), of: drafts.length });
      await nextTurn();
    }
    return { rows, faults };
  }
}

function reportOf(
  { reading, result, rows, faults }: Understood,
  imported: Imported,
  dryRun: boolean,
): ImportReportDto {
  return {
    format: reading.format,
    rows: rows.length + faults.filter(({ line }) => line > 0).length,
    ...{
      added: imported.added,
      duplicates: imported.duplicates,
      assets: imported.assets,
      prices: imported.prices,
    },
    passedOver: result.passedOver.map(({ reason, count, lines }) => ({ reason, count, lines })),
    faultCount: faults.length,
    faults: faults
      .slice(0, faultsShownMax)
      .map(({ line, column, code, message }) => ({ line, column: column ?? null, code, message })),
    dryRun,
    version: imported.version,
  };
}
