import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { requireBaseCurrency } from '../auth/auth.service.js';
import { UserEntity } from '../auth/user.entity.js';
import { Problem } from '../platform/problem.js';
import type { ChangeMeDto } from './users.dto.js';

@Injectable()
export class UsersService {
  constructor(@InjectRepository(UserEntity) private readonly users: Repository<UserEntity>) {}

  /** Throws `unauthenticated` when the account is gone. */
  async getUser(id: string): Promise<UserEntity> {
    const user = await this.users.findOneBy({ id });
    if (!user) throw new Problem('unauthenticated', 'This account is gone');
    return user;
  }

  /** By email, or by handle with or without its @. */
  async findRecipient(to: string): Promise<UserEntity | null> {
    const name = to.trim().toLowerCase();
    if (!name.startsWith('@') && name.includes('@')) return this.users.findOneBy({ email: name });
    return this.users.findOneBy({ handle: name.replace(/^@/, '') });
  }

  async change(id: string, { displayName, baseCurrency }: ChangeMeDto): Promise<UserEntity> {
    if (baseCurrency !== undefined) requireBaseCurrency(baseCurrency);
    const changes = {
      ...(displayName !== undefined && { displayName }),
      ...(baseCurrency !== undefined && { baseCurrency }),
    };
    if (Object.keys(changes).length > 0) await this.users.update({ id }, changes);
    return this.getUser(id);
  }
}
