import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { In, LessThan, type Repository } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { UserEntity } from '../auth/user.entity.js';
import { Clock } from '../platform/clock.js';
import { page } from '../platform/page.dto.js';
import { HoldEntity } from './hold.entity.js';
import { HoldDto, type HoldPageDto, type HoldQuery, type Parties } from './holds.dto.js';
import type { PersonDto } from './wallet.dto.js';

/** A hold and the people it is between. */
export type KnownHold = { readonly hold: HoldEntity; readonly parties: Parties };

/** Reads what is held; changes nothing. */
@Injectable()
export class HoldsReader {
  constructor(
    @InjectRepository(HoldEntity) private readonly holds: Repository<HoldEntity>,
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(userId: string, { limit, cursor, status, role }: HoldQuery): Promise<HoldPageDto> {
    const where = { ...(status && { status }), ...(cursor !== undefined && { id: LessThan(cursor) }) };
    const sides = [
      ...(role === 'payee' ? [] : [{ ...where, bookId: userId }]),
      ...(role === 'payer' ? [] : [{ ...where, payeeBookId: userId }]),
    ];
    // Each side has an index of its own, and nobody is on both sides of a hold.
    const found = await Promise.all(
      sides.map((side) => this.holds.find({ where: side, order: { id: 'desc' }, take: limit + 1 })),
    );
    const newestFirst = found.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
    const { items, next } = page(newestFirst, limit, ({ id }) => id);
    const at = this.clock.now();
    const known = await this.withParties(items);
    return { items: known.map(({ hold, parties }) => HoldDto.from(hold, parties, userId, at)), next };
  }

  /** Throws `hold_not_found`. */
  async get(userId: string, id: string): Promise<HoldDto> {
    const { hold, parties } = await this.getOwn(userId, id);
    return HoldDto.from(hold, parties, userId, this.clock.now());
  }

  /** Throws `hold_not_found`, also for a hold between others. */
  async getOwn(userId: string, id: string): Promise<KnownHold> {
    const own = [
      { id, bookId: userId },
      { id, payeeBookId: userId },
    ];
    const [known] = isUuid(id) ? await this.withParties(await this.holds.findBy(own)) : [];
    if (!known)
      throw new DomainError('hold_not_found', 'Nothing is held by you or for you under this id', 'id');
    return known;
  }

  /** The first `limit` open holds whose time was over at a moment, in the order of their ends, behind `last`. */
  async listDue(at: Date, limit: number, last?: HoldEntity): Promise<KnownHold[]> {
    const due = this.holds
      .createQueryBuilder('hold')
      .where(`hold.status = 'open' and hold.expiresAt <= :at`, { at })
      .orderBy('hold.expiresAt')
      .addOrderBy('hold.id')
      .limit(limit);
    if (last) due.andWhere('(hold.expiresAt, hold.id) > (:end, :id)', { end: last.expiresAt, id: last.id });
    return this.withParties(await due.getMany());
  }

  private async withParties(holds: readonly HoldEntity[]): Promise<KnownHold[]> {
    if (holds.length === 0) return [];
    const ids = new Set(holds.flatMap(({ bookId, payeeBookId }) => [bookId, payeeBookId]));
    const users = await this.users.findBy({ id: In([...ids]) });
    const people = new Map(users.map((user) => [user.id, user]));
    return holds.map((hold) => {
      const payer = people.get(hold.bookId);
      const payee = people.get(hold.payeeBookId);
      if (!payer || !payee) throw new Error(`The hold ${hold.id} is between people who are not there`);
      const payeeIsClosed = payee.closedAt !== null;
      return { hold, parties: { payer: asPerson(payer), payee: asPerson(payee), payeeIsClosed } };
    });
  }
}

const asPerson = ({ handle, displayName }: UserEntity): PersonDto => ({ handle, displayName });
