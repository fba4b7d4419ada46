import { createHash, randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { IsNull, type Repository } from 'typeorm';
import { v7 as uuid, validate as isUuid } from 'uuid';
import { ScopesService } from '../activities/scopes.service.js';
import { Clock } from '../platform/clock.js';
import { ClosingService } from '../users/closing.service.js';
import { PortfolioShareEntity, type ShareScope } from './share.entity.js';

/** 256 random bits: nobody guesses one. */
const tokenBytes = 32;

/** More links that work nobody keeps in mind. */
const sharesMax = 50;

/** When a link was last used is known to the minute; a row is not written for every look. */
const seenStepMs = 60_000;

export type NewShare = {
  readonly scopeId: string;
  readonly scope: ShareScope;
  readonly label: string;
  readonly expiresAt: Date | null;
};

/** Links to portfolios for people without an account. */
@Injectable()
export class SharesService implements OnModuleInit {
  constructor(
    @InjectRepository(PortfolioShareEntity) private readonly shares: Repository<PortfolioShareEntity>,
    private readonly scopes: ScopesService,
    private readonly closing: ClosingService,
    private readonly clock: Clock,
  ) {}

  /** As sessions, links do not work again when an account is reopened. */
  onModuleInit(): void {
    this.closing.onClosed(async (userId) => {
      await this.shares.update({ userId, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
    });
  }

  /** Newest first; those that were revoked are not there. */
  list(userId: string): Promise<PortfolioShareEntity[]> {
    return this.shares.find({ where: { userId, revokedAt: IsNull() }, order: { id: 'desc' } });
  }

  /**
   * Also says the token, which nobody can find out later. Throws `portfolio_not_found` at `portfolioId`, `share_expired`
   * and `too_many_shares`.
   */
  async create(
    userId: string,
    { scopeId, scope, label, expiresAt }: NewShare,
  ): Promise<{ share: PortfolioShareEntity; token: string }> {
    const now = this.clock.now();
    await this.requireScope(userId, scopeId);
    if (expiresAt && expiresAt <= now) {
      throw new DomainError('share_expired', 'The link would have expired already', 'expiresAt');
    }
    const token = randomBytes(tokenBytes).toString('base64url');
    const share = this.shares.create({
      ...{ id: uuid(), userId, scopeId, scope, label, tokenHash: hashOf(token), createdAt: now, expiresAt },
      ...{ revokedAt: null, lastSeenAt: null },
    });
    await this.shares.manager.transaction(async (manager) => {
      // One after the other, so that no two of them count before both are there.
      await manager.query('select from "user" where id = $1 for no key update', [userId]);
      if ((await manager.countBy(PortfolioShareEntity, { userId, revokedAt: IsNull() })) >= sharesMax) {
        throw new DomainError('too_many_shares', `There are ${sharesMax} links already: revoke one first`);
      }
      await manager.insert(PortfolioShareEntity, share);
    });
    return { share, token };
  }

  /** From now on the link shows nothing. Throws `share_not_found`, also for somebody else's. */
  async revoke(userId: string, id: string): Promise<void> {
    const { affected } = isUuid(id)
      ? await this.shares.update({ id, userId, revokedAt: IsNull() }, { revokedAt: this.clock.now() })
      : { affected: 0 };
    if (!affected) throw shareNotFound();
  }

  /**
   * The link with this token. Throws `share_not_found` alike for one that never was, was revoked, has expired, or whose
   * owner closed their account.
   */
  async open(token: string): Promise<PortfolioShareEntity> {
    const now = this.clock.now();
    const share = await this.shares
      .createQueryBuilder('share')
      .innerJoin('user', 'owner', 'owner.id = share.user_id and owner.closed_at is null')
      .where('share.token_hash = :hash', { hash: hashOf(token) })
      .andWhere('share.revoked_at is null')
      .andWhere('(share.expires_at is null or share.expires_at > :now)', { now })
      .getOne();
    if (!share) throw shareNotFound();
    if (!share.lastSeenAt || now.getTime() - share.lastSeenAt.getTime() >= seenStepMs) {
      await this.shares.update({ id: share.id }, { lastSeenAt: now });
    }
    return share;
  }

  private async requireScope(userId: string, scopeId: string): Promise<void> {
    try {
      await this.scopes.resolve(userId, scopeId);
    } catch (error) {
      throw error instanceof DomainError ? new DomainError(error.code, error.message, 'portfolioId') : error;
    }
  }
}

export const shareNotFound = (): DomainError =>
  new DomainError('share_not_found', 'There is nothing to see here, or not any more');

/** A token is random enough that its hash needs neither salt nor time. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
