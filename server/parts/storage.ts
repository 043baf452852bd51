import type { Config } from '../config.ts'
import type { Clock, Log } from '../core/outside.ts'
import { openDataFolder } from '../data-folder.ts'
import { openDatabase, openTelemetry } from '../storage/open.ts'
import { makeStores } from '../storage/stores/stores.ts'
import { makeTransact } from '../storage/transact.ts'

interface StorageDeps {
  readonly clock: Clock
  readonly log: Log
  readonly version: string
}

/** The data folder, the application database and telemetry's own store. @throws DataFolderInUse */
export async function openStorage(config: Config, { clock, log, version }: StorageDeps) {
  const folder = openDataFolder(config.data)
  const database = await openDatabase(config.databaseUrl, folder, version, clock.now())
  const store = await openTelemetry(config.databaseUrl, folder, log)
  await store.start()
  return {
    folder,
    database: database.report,
    store,
    stores: makeStores(database.db),
    transact: makeTransact(database.db),
    /** Commits what is pending and lets the folder go. */
    async stop(): Promise<void> {
      await store.stop()
      await database.db.destroy()
      folder.release()
    },
  }
}
