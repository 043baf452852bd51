import { loadConfig } from '../server/config.ts'
import { exitCodeOf } from './exit-codes.ts'
import { runHeadless } from './headless-runtime.ts'

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
