import { Injectable } from '@nestjs/common';
import { assetName, dayShareOf } from '@tradeyard/kernel';
import {
  cashOf,
  movementsMax,
  movementsOf,
  nobody,
  push,
  reservations,
  sharesOf,
  tradingCurrency,
  type Happening,
  type Movement,
  type Reservation,
  type Stack,
  type Trader,
} from '@tradeyard/daytrading';
import { DataSource, In, type EntityManager } from 'typeorm';
import { LedgerIds } from '../ledger/ledger-ids.service.js';
import { LogEntity, ReservationEntity, TraderEntity, type TraderRow } from './trader.entity.js';

/** A trader as storage has them; `row` is undefined until their first turn is written. */
export type Loaded = { readonly id: string; readonly row: TraderRow | undefined; readonly trader: Trader };

/** Reads what storage knows of a trader: the ledger's balances, what is reserved, and the newest of the log. */
@Injectable()
export class TraderReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ids: LedgerIds,
  ) {}

  /** All of one moment. */
  async load(workloadId: string, name: string): Promise<Loaded> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const row = await manager.findOneBy(TraderEntity, { workloadId, name });
      if (!row) return { id: this.ids.next(), row: undefined, trader: nobody };
      const [trader = nobody] = await readTraders(manager, [row]);
      return { id: row.id, row, trader: { ...trader, movements: await readMovements(manager, row) } };
    });
  }

  /**
   * What happened under a number before; undefined where nothing did. The turn of a command is the first with commands that
   * reached its number; what happened by itself is told beside it, by another process perhaps and with any id.
   */
  async findHappening(traderId: string, transaction: number): Promise<Happening | undefined> {
    const rows = await this.dataSource.manager
      .createQueryBuilder(LogEntity, 'log')
      .where('log.traderId = :traderId and log.transaction >= :transaction', { traderId, transaction })
      .andWhere(`log.happenings like '%"kind":"command"%'`)
      .orderBy('log.transaction')
      .addOrderBy('log.id')
      .limit(1)
      .getMany();
    return rows
      .flatMap(({ happenings }) => JSON.parse(happenings) as Happening[])
      .find((each) => each.kind === 'command' && each.transaction === transaction);
  }
}

/** How traders stand, at the place of each; without what moved their cash. Their rows are those of the same moment. */
export async function readTraders(manager: EntityManager, rows: readonly TraderEntity[]): Promise<Trader[]> {
  const ids = rows.map(({ id }) => id);
  const accounts = await manager.query<AccountRow[]>(
    `select book_id as "bookId", asset, balance, held from account where book_id = any ($1::uuid[]) and kind = 'customer'`,
    [ids],
  );
  const reserved = await manager.find(ReservationEntity, {
    where: { traderId: In(ids) },
    order: { transaction: 'ASC', id: 'ASC' },
  });
  const accountsOf = Map.groupBy(accounts, ({ bookId }) => bookId);
  const reservedOf = Map.groupBy(reserved, ({ traderId }) => traderId);
  return rows.map((row) => {
    const own = accountsOf.get(row.id) ?? [];
    const trader = traderOf(row, own, (reservedOf.get(row.id) ?? []).map(reservationOf));
    requireHeld(row, trader, own);
    return trader;
  });
}

type AccountRow = {
  readonly bookId: string;
  readonly asset: string;
  readonly balance: string;
  readonly held: string;
};

function traderOf(row: TraderEntity, accounts: readonly AccountRow[], all: readonly Reservation[]): Trader {
  const free = ({ balance, held }: AccountRow): bigint => BigInt(balance) - BigInt(held);
  const cash = accounts.find(({ asset }) => asset === tradingCurrency);
  const shares = accounts.filter((account) => account.asset !== tradingCurrency && free(account) !== 0n);
  return {
    isKnown: row.isKnown,
    balance: cash ? free(cash) : 0n,
    reserved: BigInt(cash?.held ?? 0),
    holdings: new Map(shares.map((account) => [assetName(account.asset), free(account)])),
    pending: { buy: stackOf(all, 'buy'), sell: stackOf(all, 'sell') },
    standing: { buy: standingOf(all, 'buy'), sell: standingOf(all, 'sell') },
    movements: [],
    transaction: Number(row.transaction),
  };
}

/** Of a trader who only asks for quotes nobody looks further back. */
const turnsBackMax = 1_000;

const moving = `
  select happenings from (
    select transaction, id, happenings from daytrading_log where trader_id = $1
    order by transaction desc, id desc limit ${turnsBackMax}
  ) as l
  where happenings like '%"moved":[%' order by transaction desc, id desc limit ${movementsMax}`;

/** The newest, in order. */
async function readMovements(manager: EntityManager, { id }: TraderEntity): Promise<readonly Movement[]> {
  const logged = await manager.query<Pick<LogEntity, 'happenings'>[]>(moving, [id]);
  return logged
    .toReversed()
    .flatMap(({ happenings }) => (JSON.parse(happenings) as Happening[]).flatMap(movementsOf))
    .slice(-movementsMax);
}

const reservationOf = (row: ReservationEntity): Reservation => {
  const { id, form, side, symbol, amount, cash, shares, trigger, transaction, at } = row;
  return {
    id,
    form,
    side,
    symbol,
    amount,
    cash,
    shares,
    trigger,
    transaction: Number(transaction),
    atMs: at.getTime(),
  };
};

const stackOf = (all: readonly Reservation[], side: Reservation['side']): Stack =>
  all.filter((each) => each.form === 'pending' && each.side === side).reduce<Stack>(push, null);

const standingOf = (
  all: readonly Reservation[],
  side: Reservation['side'],
): ReadonlyMap<string, Reservation> =>
  new Map(
    all.filter((each) => each.form === 'standing' && each.side === side).map((each) => [each.symbol, each]),
  );

/** The ledger holds what is reserved and nothing else: to go on from any other state would lose money. */
function requireHeld({ id }: TraderEntity, trader: Trader, accounts: readonly AccountRow[]): void {
  const reserved = new Map<string, bigint>();
  const add = (asset: string, amount: bigint): unknown =>
    reserved.set(asset, (reserved.get(asset) ?? 0n) + amount);
  for (const each of reservations(trader)) {
    add(tradingCurrency, cashOf(each));
    add(dayShareOf(each.symbol), sharesOf(each));
  }
  const found = new Map(accounts.map((account) => [account.asset, BigInt(account.held)]));
  for (const asset of new Set([...reserved.keys(), ...found.keys()])) {
    const [wanted, there] = [reserved.get(asset) ?? 0n, found.get(asset) ?? 0n];
    if (wanted !== there)
      throw new Error(`The trader ${id} reserves ${wanted} of ${asset}, ${there} is held`);
  }
}
