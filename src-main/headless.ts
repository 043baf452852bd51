import { isMainThread } from 'node:worker_threads'
import { ConfigError, loadConfig } from '../server/config.ts'
import { DataFolderInUse } from '../server/data-folder.ts'
import { PortInUse } from '../server/http/listen.ts'
import { runHeadless } from './headless-runtime.ts'

/** Exit codes (README, Configuration): scripts and service managers tell by them what to do. */
function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return 2
  if (error instanceof DataFolderInUse) return 3
  if (error instanceof PortInUse) return 4
  return 1
}

async function main(): Promise<void> {
  const stopped = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.resolve())
  try {
    const config = loadConfig(process.argv.slice(2), process.env)
    const running = await runHeadless(config, (line) => process.stdout.write(`${line}\n`))
    await stopped.promise
    await running.stop()
    process.exit(0)
  } catch (error) {
    process.stderr.write(`Quaywatch: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(exitCodeOf(error))
  }
}

if (isMainThread) await main()
