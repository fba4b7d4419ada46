import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import type { InstrumentDraft, ProviderName } from '@tradeyard/market';
import type { EntityManager } from 'typeorm';

/** Chosen by chance, and only ours. */
const lockKey = '5120933847106629';

const outside: readonly ProviderName[] = ['yahoo', 'binance', 'finnhub'];

type Asked = Pick<InstrumentDraft, 'symbol' | 'provider' | 'providerSymbol'>;

/** What is said of a draft whose name at its provider is another's. */
export const providerSymbolTaken = (
  { symbol, provider, providerSymbol }: Asked,
  other: string,
): DomainError =>
  new DomainError(
    'provider_symbol_taken',
    `${other} is priced by ${providerSymbol ?? symbol} at ${provider} already; a price there belongs to one instrument`,
    'providerSymbol',
  );

/** An answer of a provider names what it was asked for: two instruments of one name there would share one's prices. */
@Injectable()
export class ProviderSymbolsService {
  /**
   * Who has the name of a draft at an outside provider already, by the draft's symbol: a stored instrument, or a draft
   * before it. Until the transaction ends nobody else takes one.
   */
  async findTaken(manager: EntityManager, drafts: readonly Asked[]): Promise<Map<string, string>> {
    const asked = drafts.filter(({ provider }) => outside.includes(provider));
    const taken = new Map<string, string>();
    if (asked.length === 0) return taken;
    await manager.query('select pg_advisory_xact_lock($1)', [lockKey]);
    const owners = new Map<string, string>();
    for (const { symbol, provider, providerSymbol } of asked) {
      const name = `${provider} ${providerSymbol ?? symbol}`;
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, symbol);
      else taken.set(symbol, owner);
    }
    const found = await manager.query<{ symbol: string; other: string }[]>(findStored, [
      asked.map(({ symbol }) => symbol),
      asked.map(({ provider }) => provider),
      asked.map(({ symbol, providerSymbol }) => providerSymbol ?? symbol),
      drafts.map(({ symbol }) => symbol),
    ]);
    for (const { symbol, other } of found) taken.set(symbol, other);
    return taken;
  }
}

/** Stored instruments that are not among the drafts themselves, whose names may change. */
const findStored = `
  with wanted as (select * from unnest($1::text[], $2::text[], $3::text[]) as w (symbol, provider, name))
  select w.symbol, i.symbol as other
  from wanted w join instrument i on i.provider = w.provider and i.provider_symbol = w.name
  where i.symbol <> all ($4::text[])
  union all
  select w.symbol, i.symbol
  from wanted w join instrument i on i.symbol = w.name and i.provider = w.provider and i.provider_symbol is null
  where i.symbol <> all ($4::text[])`;
