import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { dayOf } from '@tradeyard/kernel';
import { tradeyardCsvChunks, tradeyardJsonChunks, type Activity } from '@tradeyard/portfolio';
import { Clock } from '../platform/clock.js';
import { ActivitiesReader, type AssetRow, type HandPrice } from './activities-reader.service.js';
import { activityOf, type ActivityRow } from './activity-rows.service.js';
import { PortfolioSettingsService } from './portfolio-settings.service.js';
import { ScopesService } from './scopes.service.js';

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type ExportedFile = { readonly name: string; readonly content: Readable };

/** Everything of a portfolio as a file that an import takes. */
@Injectable()
export class ExportService {
  constructor(
    private readonly scopes: ScopesService,
    private readonly reader: ActivitiesReader,
    private readonly settings: PortfolioSettingsService,
    private readonly clock: Clock,
  ) {}

  /** All of one moment, written as fast as somebody takes it. Throws `portfolio_not_found`. */
  async export(userId: string, portfolioId: string, format: ExportFormat): Promise<ExportedFile> {
    const portfolio = await this.scopes.get(userId, portfolioId);
    const { costBasis, benchmark, targets } = await this.settings.find(userId, portfolioId);
    const { slices, assets, prices } = await this.reader.readSlices(userId, portfolio);
    const { name, currency, keepsCash } = portfolio;
    const contents = {
      assets: assets.map(fileAsset),
      prices: prices.flatMap(filePrice),
      activities: activitiesOf(slices),
    };
    const settings = { name, currency, keepsCash, costBasis, benchmark, targets };
    const chunks =
      format === 'csv' ? tradeyardCsvChunks(contents) : tradeyardJsonChunks({ settings, ...contents });
    return {
      name: `tradeyard-${dayOf(this.clock.now())}.${format}`,
      content: Readable.from(inTurn(chunks), { objectMode: false }),
    };
  }
}

/** Others have their turn between two chunks. */
async function* inTurn(chunks: Iterable<string>): AsyncGenerator<string> {
  for (const chunk of chunks) {
    yield chunk;
    await nextTurn();
  }
}

function* activitiesOf(slices: Iterable<readonly ActivityRow[]>): Generator<Activity> {
  for (const slice of slices) for (const row of slice) yield activityOf(row);
}

const fileAsset = ({ symbol, name, class: assetClass, currency, sector, country, instrument }: AssetRow) => ({
  ...{ symbol, name, class: assetClass, currency },
  ...(sector !== null && { sector }),
  ...(country !== null && { country }),
  ...(instrument !== null && { instrument }),
});

const filePrice = ({ symbol, day, price }: HandPrice) => (price === null ? [] : [{ symbol, day, price }]);
