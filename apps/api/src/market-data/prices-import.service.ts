import { Injectable } from '@nestjs/common';
import { dayOf, type Day } from '@tradeyard/kernel';
import { readPriceTable, requireSplitsFit, unadjustCandles } from '@tradeyard/market';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { openFile, readCsv } from '../platform/csv.js';
import { CandlesService } from './candles.service.js';
import { InstrumentsService } from './instruments.service.js';
import { SimulationsService } from './simulations.service.js';
import { SplitsService } from './splits.service.js';

export type PricesImportSummary = {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Rows without any price: days before the instrument was traded. */
  readonly rowsEmpty: number;
  readonly firstDay: Day;
  readonly lastDay: Day;
};

/** A century of days is 36,525 rows; a file far beyond that is not a history of daily prices. */
const rowsMax = 100_000;

/** Loads real history from files. */
@Injectable()
export class PricesImportService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly instruments: InstrumentsService,
    private readonly candles: CandlesService,
    private readonly simulations: SimulationsService,
    private readonly splits: SplitsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Loads a CSV file of daily prices, as a whole or not at all. Its days replace
   * those of an earlier import; all simulated days of the instrument go, and the
   * live price goes on from the newest real close. Loading a file again therefore
   * leaves what loading it once did. Stored are prices as they were observed:
   * those of a file that is `adjusted` by splits are computed back. Throws
   * `instrument_not_found`, `csv_malformed`, which names line and column, and
   * `split_contradicted` where the file is not what it is said to be.
   */
  async importDays(
    symbol: string,
    path: string,
    { adjusted = false }: { adjusted?: boolean } = {},
  ): Promise<PricesImportSummary> {
    await this.instruments.getInstrument(symbol);
    const rows = await readCsv(await openFile(path), { rowsMax });
    const table = readPriceTable(rows, { today: dayOf(this.clock.now()) });
    const { rowsRead, rowsEmpty, firstDay, lastDay } = table;
    const splits = this.splits.list(symbol);
    requireSplitsFit(table.candles, splits, { adjusted });
    const candles = adjusted ? unadjustCandles(table.candles, splits) : table.candles;
    await this.dataSource.transaction(async (manager) => {
      await this.simulations.lock(manager, symbol, this.clock.now());
      await this.candles.removeSimulated(manager, symbol);
      await this.candles.writeDays(manager, symbol, candles, 'imported');
      await this.simulations.restart(manager, symbol, this.clock.now());
    });
    return { rowsRead, rowsWritten: candles.length, rowsEmpty, firstDay, lastDay };
  }
}
