import { Injectable } from '@nestjs/common';
import { rowKey, type Row, type RowChange, type RowRef } from '@tradeyard/ledger';
import type { PoolClient } from 'pg';
import { DataSource, type EntityMetadata } from 'typeorm';
import { bigints, texts, uuids } from '../platform/postgres-array.js';

type Column = EntityMetadata['columns'][number];
type Values = Readonly<Record<string, unknown>>;

/** Rows of other modules' tables, of any entity, one statement per table, which gets each column as an array. */
@Injectable()
export class RowsWriter {
  /** Postgres keeps the plan of a statement that has a name: there are as many as sets of columns that change together. */
  private readonly names = new Map<string, string>();

  constructor(private readonly dataSource: DataSource) {}

  /** In the order in which they were saved: a row may refer to one that was saved before it. */
  add(client: PoolClient, rows: readonly RowChange[]): Promise<unknown>[] {
    return this.forEachTable(rows, ({ tableName, columns }, changes) => {
      const names = columns.map(nameOf).join(', ');
      const text = `insert into "${tableName}" (${names})
        select ${columns.map(readOf).join(', ')} from unnest(${arraysOf(columns)}) as r (${names})`;
      return this.send(client, text, columnValues(columns, changes));
    });
  }

  /** What changed of rows, and only of those that are as they were when the group was decided. */
  change(client: PoolClient, rows: readonly RowChange[]): Promise<unknown>[] {
    // Whoever changes the same rows changes them in this order.
    const sorted = rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return this.forEachTable(sorted, ({ tableName, columns }, changes) => {
      const changed = columns.filter((column) => changes.some((row) => isChanged(column, row)));
      const count = changed.length;
      const text = `with changed as (
          update "${tableName}" as t set ${changed.map((column) => `${nameOf(column)} = ${readOf(column)}`).join(', ')}
          from unnest(${arraysOf(changed)}, $${count + 1}::uuid[], $${count + 2}::bigint[])
            as r (${changed.map(nameOf).join(', ')}, known_id, known_version)
          where t.id = r.known_id and t.version = r.known_version
          returning 1
        )
        select require_unchanged((select count(*) from changed), $${count + 3})`;
      return this.send(client, text, [
        ...columnValues(changed, changes),
        uuids(changes, ({ after }) => after.id),
        bigints(changes, ({ before }) => before?.version ?? null),
        changes.length,
      ]);
    });
  }

  /** Fails when one of them is not there. */
  remove(client: PoolClient, refs: readonly RowRef[]): Promise<unknown>[] {
    return [...Map.groupBy(refs, ({ table }) => table)].map(([table, gone]) => {
      const text = `with gone as (delete from "${this.dataSource.getMetadata(table).tableName}" where id = any ($1::uuid[]) returning 1)
        select require_unchanged((select count(*) from gone), $2)`;
      return this.send(client, text, [uuids(gone, ({ id }) => id), gone.length]);
    });
  }

  private send(client: PoolClient, text: string, values: unknown[]): Promise<unknown> {
    const name = this.names.get(text) ?? `rows_${this.names.size}`;
    this.names.set(text, name);
    return client.query({ name, text, values });
  }

  private forEachTable(
    rows: readonly RowChange[],
    write: (metadata: EntityMetadata, changes: readonly RowChange[]) => Promise<unknown>,
  ): Promise<unknown>[] {
    return [...Map.groupBy(rows, ({ table }) => table)].map(([table, changes]) =>
      write(this.dataSource.getMetadata(table), changes),
    );
  }
}

const keyOf = ({ table, after: { id } }: RowChange): string => rowKey({ table, id });

const nameOf = ({ databaseName }: Column): string => `"${databaseName}"`;

/** All but ids and numbers goes as text, which Postgres reads by the type of its column. */
const isBinary = ({ type }: Column): boolean => type === 'uuid' || type === 'bigint' || type === 'text';

const readOf = (column: Column): string =>
  isBinary(column) ? `r.${nameOf(column)}` : `r.${nameOf(column)}::${String(column.type)}`;

const arraysOf = (columns: readonly Column[]): string =>
  columns
    .map((column, index) => `$${index + 1}::${isBinary(column) ? String(column.type) : 'text'}[]`)
    .join(', ');

function isChanged({ propertyName }: Column, { before, after }: RowChange): boolean {
  const old = valueOf(before, propertyName);
  const now = valueOf(after, propertyName);
  return old instanceof Date && now instanceof Date ? old.getTime() !== now.getTime() : old !== now;
}

const valueOf = (row: Row | undefined, name: string): unknown => (row as Values | undefined)?.[name] ?? null;

const columnValues = (columns: readonly Column[], changes: readonly RowChange[]): Buffer[] => {
  const rows = changes.map(({ after }) => after as unknown as Values);
  return columns.map(({ type, propertyName }) => {
    if (type === 'uuid') return uuids(rows, (row) => (row[propertyName] ?? null) as string | null);
    if (type === 'bigint') return bigints(rows, (row) => (row[propertyName] ?? null) as bigint | null);
    return texts(rows, (row) => textOf(row[propertyName], type === 'jsonb'));
  });
};

function textOf(value: unknown, isJson: boolean): string | null {
  if (value === null || value === undefined) return null;
  if (isJson) return JSON.stringify(value);
  return value instanceof Date ? value.toISOString() : (value as string | number | boolean).toString();
}
