import { Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { oneAtATime } from '../platform/one-at-a-time.js';
import { Problem } from '../platform/problem.js';
import type { UserEntity } from './user.entity.js';

/** What a request needs to know of who sends it, and of whom money is meant for. */
export type Person = Pick<
  UserEntity,
  'id' | 'email' | 'handle' | 'displayName' | 'baseCurrency' | 'role' | 'closedAt'
>;

const columns = 'id, email, handle, display_name, base_currency, role, closed_at';

const byId = { name: 'people_by_id', text: `select ${columns} from "user" where id = any ($1::uuid[])` };

const byName = {
  name: 'people_by_name',
  text: `select ${columns} from "user" where email = any ($1::text[]) or handle = any ($2::text[])`,
};

/**
 * Look-ups that begin while others are under way become one query: every request
 * asks who sends it, and there are thousands of them each second. Nothing is
 * remembered after that, so a role or an account that ended has ended.
 */
@Injectable()
export class PersonLookupService {
  private readonly ids: DataLoader<string, Person | null>;
  private readonly names: DataLoader<string, Person | null>;

  constructor(private readonly dataSource: DataSource) {
    this.ids = oneAtATime((ids) => this.loadByIds(ids));
    this.names = oneAtATime((names) => this.loadByNames(names));
  }

  /** Throws `unauthenticated` when the account is gone or closed. `id` is a UUID. */
  async getOpen(id: string): Promise<Person> {
    const person = await this.findById(id);
    if (!person) throw new Problem('unauthenticated', 'This account is gone');
    if (person.closedAt) throw new Problem('unauthenticated', 'This account is closed');
    return person;
  }

  /** Also somebody whose account is closed. `id` is a UUID. */
  findById(id: string): Promise<Person | null> {
    return this.ids.load(id);
  }

  /** By email, or by handle with or without its @; also somebody whose account is closed. */
  async findByName(to: string): Promise<Person | null> {
    const name = to.trim().toLowerCase();
    if (!name.startsWith('@')) return this.names.load(name);
    const handle = name.slice(1);
    return handle.includes('@') ? null : this.names.load(handle);
  }

  private async loadByIds(ids: readonly string[]): Promise<(Person | null)[]> {
    const people = await this.select(byId, [ids]);
    const found = new Map(people.map((person) => [person.id, person]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** An email has an @ and a handle has none, so neither is taken for the other. */
  private async loadByNames(names: readonly string[]): Promise<(Person | null)[]> {
    const emails = names.filter((name) => name.includes('@'));
    const handles = names.filter((name) => !name.includes('@'));
    const people = await this.select(byName, [emails, handles]);
    const found = new Map(
      people.flatMap((person) => [
        [person.email, person],
        [person.handle, person],
      ]),
    );
    return names.map((name) => found.get(name) ?? null);
  }

  /** Past TypeORM, which would spend more on each row than all the rest of the look-up does. */
  private async select(
    statement: { name: string; text: string },
    values: readonly (readonly string[])[],
  ): Promise<Person[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const { rows } = await client.query<PersonRow>({ ...statement, values: [...values], rowMode: 'array' });
      return rows.map(toPerson);
    } finally {
      await runner.release();
    }
  }
}

type PersonRow = [
  id: string,
  email: string,
  handle: string,
  displayName: string,
  baseCurrency: string,
  role: Person['role'],
  closedAt: Date | null,
];

const toPerson = ([id, email, handle, displayName, baseCurrency, role, closedAt]: PersonRow): Person => ({
  id,
  email,
  handle,
  displayName,
  baseCurrency,
  role,
  closedAt,
});
