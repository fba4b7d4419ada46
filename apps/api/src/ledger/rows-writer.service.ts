import { Injectable } from '@nestjs/common';
import { rowKey, type RowChange } from '@tradeyard/ledger';
import type { PoolClient } from 'pg';
import { DataSource, type EntityMetadata } from 'typeorm';

/** Rows of other modules' tables, of any entity, one statement per table. */
@Injectable()
export class RowsWriter {
  constructor(private readonly dataSource: DataSource) {}

  /** In the order in which they were saved: a row may refer to one that was saved before it. */
  add(client: PoolClient, rows: readonly RowChange[]): Promise<unknown>[] {
    return this.forEachTable(rows, (metadata, changes) => {
      const names = columnNames(metadata).join(', ');
      return client.query(
        `insert into "${metadata.tableName}" (${names})
         select ${names} from jsonb_populate_recordset(null::"${metadata.tableName}", $1::jsonb)`,
        [asJson(metadata, changes)],
      );
    });
  }

  /** Only rows that are as they were when the group was decided. */
  change(client: PoolClient, rows: readonly RowChange[]): Promise<unknown>[] {
    // Whoever changes the same rows changes them in this order.
    const sorted = rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return this.forEachTable(sorted, (metadata, changes) => {
      const sets = columnNames(metadata).map((name) => `${name} = r.${name}`);
      return client.query(
        `with changed as (
           update "${metadata.tableName}" as t set ${sets.join(', ')}
           from jsonb_populate_recordset(null::"${metadata.tableName}", $1::jsonb) as r
           join unnest($2::uuid[], $3::bigint[]) as known (id, version) on known.id = r.id
           where t.id = r.id and t.version = known.version
           returning 1
         )
         select require_unchanged((select count(*) from changed), $4)`,
        [
          asJson(metadata, changes),
          changes.map(({ after }) => after.id),
          changes.map(({ before }) => String(before?.version)),
          changes.length,
        ],
      );
    });
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

const columnNames = ({ columns }: EntityMetadata): string[] =>
  columns.map(({ databaseName }) => `"${databaseName}"`);

/** Postgres reads each value by the type of its column. */
function asJson({ columns }: EntityMetadata, changes: readonly RowChange[]): string {
  const rows = changes.map(({ after }) =>
    Object.fromEntries(
      columns.map(({ databaseName, propertyName }) => [
        databaseName,
        (after as unknown as Record<string, unknown>)[propertyName] ?? null,
      ]),
    ),
  );
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
