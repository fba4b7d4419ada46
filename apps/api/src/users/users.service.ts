import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { requireBaseCurrency } from '../auth/auth.service.js';
import { PersonLookupService, type Person } from '../auth/person-lookup.service.js';
import { UserEntity } from '../auth/user.entity.js';
import type { ChangeMeDto } from './users.dto.js';

@Injectable()
export class UsersService {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly people: PersonLookupService,
  ) {}

  /** Throws `unauthenticated` when the account is gone or closed. */
  getUser(id: string): Promise<Person> {
    return this.people.getOpen(id);
  }

  /** Also somebody whose account is closed; for those who are not the one who asks. */
  findUser(id: string): Promise<Person | null> {
    return this.people.findById(id);
  }

  /** By email, or by handle with or without its @; also somebody whose account is closed. */
  findRecipient(to: string): Promise<Person | null> {
    return this.people.findByName(to);
  }

  /** All of a person that is there. */
  getAccount(id: string): Promise<UserEntity> {
    return this.users.findOneByOrFail({ id });
  }

  async change(id: string, { displayName, baseCurrency }: ChangeMeDto): Promise<UserEntity> {
    if (baseCurrency !== undefined) requireBaseCurrency(baseCurrency);
    const changes = {
      ...(displayName !== undefined && { displayName }),
      ...(baseCurrency !== undefined && { baseCurrency }),
    };
    if (Object.keys(changes).length > 0) await this.users.update({ id }, changes);
    return this.getAccount(id);
  }
}
