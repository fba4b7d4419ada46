import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { In, type Repository } from 'typeorm';
import { findRows } from '../platform/entity-rows.js';
import { oneAtATime } from '../platform/one-at-a-time.js';
import { InstrumentEntity } from './instrument.entity.js';

@Injectable()
export class InstrumentsService {
  private readonly bySymbol = oneAtATime((symbols: readonly string[]) => this.find(symbols));

  constructor(
    @InjectRepository(InstrumentEntity) private readonly instruments: Repository<InstrumentEntity>,
  ) {}

  /** Throws `instrument_not_found`; `field` is the input that named it. */
  async getInstrument(symbol: string, field = 'symbol'): Promise<InstrumentEntity> {
    const instrument = await this.bySymbol.load(symbol);
    if (!instrument) {
      throw new DomainError('instrument_not_found', `There is no instrument "${symbol.slice(0, 40)}"`, field);
    }
    return instrument;
  }

  /** An instrument that orders may be placed for; throws `instrument_not_found`, `instrument_halted`, `instrument_delisted`. */
  async getTradable(symbol: string, field = 'symbol'): Promise<InstrumentEntity> {
    const instrument = await this.getInstrument(symbol, field);
    if (instrument.status === 'halted') {
      throw new DomainError('instrument_halted', `Trading in ${symbol} is halted. Try again later.`, field);
    }
    if (instrument.status === 'delisted') {
      throw new DomainError('instrument_delisted', `${symbol} is delisted and not traded any more`, field);
    }
    return instrument;
  }

  /** In no order; unknown symbols are left out. */
  async listBySymbols(symbols: readonly string[]): Promise<InstrumentEntity[]> {
    return this.instruments.findBy({ symbol: In([...symbols]) });
  }

  /** The instruments that trade these currencies: BTC-USD for BTC. */
  async listByBases(bases: readonly string[]): Promise<InstrumentEntity[]> {
    return this.instruments.findBy({ base: In([...bases]) });
  }

  /** Everybody who places an order asks for one. */
  private async find(symbols: readonly string[]): Promise<(InstrumentEntity | undefined)[]> {
    const found = await findRows<InstrumentEntity>(this.instruments.manager.dataSource, 'instrument', {
      condition: 'symbol = any ($1::text[])',
      values: [symbols],
    });
    const bySymbol = new Map(found.map((instrument) => [instrument.symbol, instrument]));
    return symbols.map((symbol) => bySymbol.get(symbol));
  }
}
