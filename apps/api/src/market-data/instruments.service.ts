import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { In, type Repository } from 'typeorm';
import { page, type PageQuery } from '../platform/page.dto.js';
import { InstrumentEntity } from './instrument.entity.js';

@Injectable()
export class InstrumentsService {
  constructor(
    @InjectRepository(InstrumentEntity) private readonly instruments: Repository<InstrumentEntity>,
  ) {}

  /** Throws `instrument_not_found`; `field` is the input that named it. */
  async getInstrument(symbol: string, field = 'symbol'): Promise<InstrumentEntity> {
    const instrument = await this.instruments.findOneBy({ symbol });
    if (!instrument) {
      throw new DomainError('instrument_not_found', `There is no instrument "${symbol.slice(0, 40)}"`, field);
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

  /** By symbol; `query` is the beginning of any word, or of several, of symbol and name. */
  async search({
    query,
    limit,
    cursor,
  }: PageQuery & { query?: string }): Promise<{ items: InstrumentEntity[]; next: string | null }> {
    const found = this.instruments.createQueryBuilder('instrument').orderBy('instrument.symbol');
    const words = (query ?? '').match(/[\p{L}\p{N}]+/gu);
    if (words) {
      const beginnings = words.map((word) => `${word}:*`).join(' & ');
      found.andWhere(`instrument.words @@ to_tsquery('simple', :beginnings)`, { beginnings });
    } else if (query?.trim()) {
      return { items: [], next: null }; // nothing in it that a name could have
    }
    if (cursor !== undefined) found.andWhere('instrument.symbol > :cursor', { cursor });
    return page(await found.take(limit + 1).getMany(), limit, ({ symbol }) => symbol);
  }
}
