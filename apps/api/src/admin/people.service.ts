import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { UserEntity } from '../auth/user.entity.js';
import { page } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { ClosingService } from '../users/closing.service.js';
import { AccountHolderDto, type PeoplePageDto, type PeopleQuery } from './people.dto.js';

@Injectable()
export class PeopleService {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly closing: ClosingService,
  ) {}

  /** Newest first: ids sort by the time they were made. */
  async list({ query = '', limit, cursor }: PeopleQuery): Promise<PeoplePageDto> {
    const found = this.users
      .createQueryBuilder('person')
      .orderBy('person.id', 'DESC')
      .take(limit + 1);
    const beginning = query.trim().toLowerCase();
    if (beginning !== '') {
      // "Starts with", which the indexes of both answer.
      found.andWhere('(person.email ^@ :beginning or person.handle ^@ :handle)', {
        beginning,
        handle: beginning.replace(/^@/, ''),
      });
    }
    if (cursor !== undefined) found.andWhere('person.id < :cursor', { cursor });
    const { items, next } = page(await found.getMany(), limit, ({ id }) => id);
    return { items: items.map(AccountHolderDto.from), next };
  }

  /** Throws `not_found`, and `forbidden` for the last administrator. */
  async close(id: string): Promise<AccountHolderDto> {
    await this.get(id);
    await this.closing.close(id);
    return AccountHolderDto.from(await this.get(id));
  }

  /** Throws `not_found`. */
  async reopen(id: string): Promise<AccountHolderDto> {
    await this.get(id);
    await this.closing.reopen(id);
    return AccountHolderDto.from(await this.get(id));
  }

  private async get(id: string): Promise<UserEntity> {
    const user = isUuid(id) ? await this.users.findOneBy({ id }) : null;
    if (!user) throw new Problem('not_found', 'There is no such person');
    return user;
  }
}
