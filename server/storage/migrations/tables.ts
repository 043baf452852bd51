import { type Kysely, sql } from 'kysely'

export type Column = readonly [name: string, type: 'text' | 'integer' | 'bigint' | 'real', nullable?: 'null']

/** What migrations build with. `serial` tables get an automatically growing `seq` key. */
export interface Tables {
  make(table: string, key: readonly string[] | 'serial', columns: readonly Column[]): Promise<void>
  index(table: string, columns: readonly string[], unique?: boolean): Promise<void>
  /** Adds a column that may be null, or that has a default. */
  add(table: string, column: Column, defaultTo?: string | number): Promise<void>
  /** What happened cannot be made not to have happened: the database itself refuses. */
  forbidChange(table: string): Promise<void>
}

export function tablesOf(db: Kysely<unknown>): Tables {
  const isPostgres = db.getExecutor().adapter.constructor.name.startsWith('P')
  const typeOf = (type: Column[1]) => (type === 'real' && isPostgres ? sql`double precision` : type)
  return {
    async make(table, key, columns) {
      let builder = db.schema.createTable(table)
      if (key === 'serial') {
        builder = isPostgres
          ? builder.addColumn('seq', 'bigserial', (column) => column.primaryKey())
          : builder.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
      }
      for (const [name, type, nullable] of columns)
        builder = builder.addColumn(name, typeOf(type), (column) => (nullable ? column : column.notNull()))
      if (key !== 'serial') builder = builder.addPrimaryKeyConstraint(`${table}_pk`, key as never)
      await builder.execute()
    },
    async index(table, columns, unique = false) {
      const builder = db.schema
        .createIndex(`${table}_${columns.join('_')}`)
        .on(table)
        .columns([...columns])
      await (unique ? builder.unique() : builder).execute()
    },
    async add(table, [name, type, nullable], defaultTo) {
      await db.schema
        .alterTable(table)
        .addColumn(name, typeOf(type), (column) => {
          const base = nullable ? column : column.notNull()
          return defaultTo === undefined ? base : base.defaultTo(defaultTo)
        })
        .execute()
    },
    async forbidChange(table) {
      if (isPostgres) {
        await sql`create or replace function refuse_change() returns trigger as $$ begin raise exception 'append-only table'; end $$ language plpgsql`.execute(
          db,
        )
        await sql`create trigger ${sql.raw(`${table}_append_only`)} before update or delete on ${sql.table(table)} for each row execute function refuse_change()`.execute(
          db,
        )
        return
      }
      for (const change of ['update', 'delete'])
        await sql`create trigger ${sql.raw(`${table}_no_${change}`)} before ${sql.raw(change)} on ${sql.table(table)} begin select raise(abort, 'append-only table'); end`.execute(
          db,
        )
    },
  }
}
