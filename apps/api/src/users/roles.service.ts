import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { IsNull, type EntityManager, type Repository } from 'typeorm';
import { UserEntity, type Role } from '../auth/user.entity.js';
import { Problem } from '../platform/problem.js';

@Injectable()
export class RolesService {
  constructor(@InjectRepository(UserEntity) private readonly users: Repository<UserEntity>) {}

  /** Throws `user_not_found`, and `forbidden` where the last administrator would lose the role. */
  async setRole(email: string, role: Role): Promise<UserEntity> {
    return this.users.manager.transaction(async (manager) => {
      const user = await manager.findOneBy(UserEntity, { email: email.trim().toLowerCase() });
      if (!user) throw new DomainError('user_not_found', `Nobody here has the email "${email}"`);
      if (role !== 'admin') await requireAnotherAdmin(manager, user.id);
      await manager.update(UserEntity, { id: user.id }, { role });
      return Object.assign(user, { role });
    });
  }
}

/**
 * For a transaction that takes an administrator away; throws `forbidden` where
 * nobody would be left. The administrators stay locked until it ends, so that
 * two of them cannot take each other away at once.
 */
export async function requireAnotherAdmin(manager: EntityManager, userId: string): Promise<void> {
  const admins = await manager.find(UserEntity, {
    select: { id: true },
    where: { role: 'admin', closedAt: IsNull() },
    order: { id: 'asc' },
    lock: { mode: 'pessimistic_write' },
  });
  if (admins.length !== 1 || admins[0]?.id !== userId) return;
  throw new Problem('forbidden', 'This is the only administrator: make somebody else one first');
}
