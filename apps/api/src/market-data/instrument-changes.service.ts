import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import {
  instrumentText,
  readInstrument,
  type InstrumentDraft,
  type InstrumentFields,
  type ProviderName,
} from '@tradeyard/market';
import { DataSource, type EntityManager, type InsertResult } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import type { ChangeInstrumentDto, NewInstrumentDto } from './instrument-changes.dto.js';
import { InstrumentEntity } from './instrument.entity.js';
import { providerSymbolTaken, ProviderSymbolsService } from './provider-symbols.service.js';
import { SimulationsService } from './simulations.service.js';

/** What an administrator does to instruments. Running markets notice within a few seconds. */
@Injectable()
export class InstrumentChangesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly simulations: SimulationsService,
    private readonly providerSymbols: ProviderSymbolsService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Throws `instrument_exists`, `provider_unavailable`, `provider_symbol_taken`, and what `readInstrument` throws. */
  async create(body: NewInstrumentDto): Promise<InstrumentEntity> {
    const draft = readInstrument(textOf(body));
    requireUsable(draft.provider, this.config);
    await this.dataSource.transaction(async (manager) => {
      const inserted: InsertResult = await manager
        .createQueryBuilder()
        .insert()
        .into(InstrumentEntity)
        .values(draft)
        .orIgnore()
        .returning('symbol')
        .execute();
      if ((inserted.raw as unknown[]).length === 0) {
        throw new DomainError(
          'instrument_exists',
          `${draft.symbol} is there already; change it instead`,
          'symbol',
        );
      }
      await this.requireFreeName(manager, draft);
    });
    await this.simulations.beginNew(this.clock.now(), this.config.marketSeed);
    return this.dataSource.manager.findOneByOrFail(InstrumentEntity, { symbol: draft.symbol });
  }

  /** Throws `instrument_not_found`, `provider_unavailable`, `provider_symbol_taken`, and what `readInstrument` throws. */
  async change(symbol: string, body: ChangeInstrumentDto): Promise<InstrumentEntity> {
    await this.dataSource.transaction(async (manager) => {
      const found = await manager.findOne(InstrumentEntity, {
        where: { symbol },
        lock: { mode: 'pessimistic_write' },
      });
      if (!found) {
        throw new DomainError(
          'instrument_not_found',
          `There is no instrument "${symbol.slice(0, 40)}"`,
          'symbol',
        );
      }
      const draft = readInstrument({ ...instrumentText(found), ...textOf(body) });
      if (draft.provider !== found.provider) requireUsable(draft.provider, this.config);
      await this.requireFreeName(manager, draft);
      await manager.update(InstrumentEntity, { symbol }, draft);
      await this.simulations.renew(manager, [symbol], this.clock.now());
    });
    await this.simulations.beginNew(this.clock.now(), this.config.marketSeed);
    return this.dataSource.manager.findOneByOrFail(InstrumentEntity, { symbol });
  }

  private async requireFreeName(manager: EntityManager, draft: InstrumentDraft): Promise<void> {
    const taken = await this.providerSymbols.findTaken(manager, [draft]);
    const other = taken.get(draft.symbol);
    if (other !== undefined) throw providerSymbolTaken(draft, other);
  }
}

/** Throws `provider_unavailable` for a provider that this installation cannot ask. */
export function requireUsable(provider: ProviderName, { finnhubKey }: Config): void {
  if (provider !== 'finnhub' || finnhubKey !== undefined) return;
  throw new DomainError(
    'provider_unavailable',
    'Finnhub needs a key: set FINNHUB_KEY and start the server again, or choose another provider',
    'provider',
  );
}

/** As a file would say it; null and nothing are the same. */
const textOf = (body: ChangeInstrumentDto | NewInstrumentDto): InstrumentFields =>
  Object.fromEntries(
    Object.entries(body).map(([field, value]: [string, string | number | null]) => [
      field,
      value === null ? undefined : `${value}`,
    ]),
  );
