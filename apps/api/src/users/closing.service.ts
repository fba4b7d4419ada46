import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { AuthService } from '../auth/auth.service.js';
import { SessionEntity } from '../auth/session.entity.js';
import { UserEntity } from '../auth/user.entity.js';
import { Clock } from '../platform/clock.js';
import { requireAnotherAdmin } from './roles.service.js';

// Asks and closes in one: nothing that is booked before it is overlooked. What is on its way to somebody
// who closes at that very instant still arrives, and is theirs again when an administrator reopens the account.
const closeEmpty = `
  update "user" set closed_at = $2
  where id = $1 and closed_at is null
    and not exists (select from account where book_id = $1 and balance <> 0)
  returning id`;

/** Closed accounts keep all they have and all that happened, but nobody gets in. */
@Injectable()
export class ClosingService {
  private readonly logger = new Logger(ClosingService.name);
  private readonly listeners: ((userId: string) => Promise<void>)[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly auth: AuthService,
    private readonly clock: Clock,
  ) {}

  /** Calls `listener` after an account was closed, which waits for it; one that fails keeps no account open. */
  onClosed(listener: (userId: string) => Promise<void>): void {
    this.listeners.push(listener);
  }

  /** Throws `sign_in_failed`, `account_not_empty`, and `forbidden` for the last administrator. */
  async closeOwn(userId: string, password: string): Promise<void> {
    await this.auth.requirePassword(userId, password);
    await this.dataSource.transaction(async (manager) => {
      await requireAnotherAdmin(manager, userId);
      const [closed] = await manager.query<[unknown[], number]>(closeEmpty, [userId, this.clock.now()]);
      if (closed.length === 0) {
        throw new DomainError(
          'account_not_empty',
          'There is money or shares in it: take or send them out first',
        );
      }
      await this.endSessions(manager, userId);
    });
    await this.tell(userId);
  }

  /** Whatever it holds. Throws `forbidden` for the last administrator. */
  async close(userId: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await requireAnotherAdmin(manager, userId);
      await manager.update(UserEntity, { id: userId, closedAt: IsNull() }, { closedAt: this.clock.now() });
      await this.endSessions(manager, userId);
    });
    await this.tell(userId);
  }

  /** Its owner may sign in again. */
  async reopen(userId: string): Promise<void> {
    await this.dataSource.manager.update(UserEntity, { id: userId }, { closedAt: null });
  }

  private async tell(userId: string): Promise<void> {
    for (const listener of this.listeners) {
      await listener(userId).catch((error: unknown) =>
        this.logger.error(error instanceof Error ? error.stack : error),
      );
    }
  }

  private async endSessions(manager: EntityManager, userId: string): Promise<void> {
    await manager.update(SessionEntity, { userId, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
  }
}
