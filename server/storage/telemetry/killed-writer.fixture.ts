import { openSqliteTelemetry } from './sqlite-telemetry.ts'
import { reading } from './test-readings.ts'

/**
 * A process to be killed: appends rounds of readings from the round given on, says each round that was acknowledged on a
 * line of its own, and compacts all the time. Arguments: database path, first round.
 */
const [path = '', from = '0'] = process.argv.slice(2)
const SERIES = 40
const quiet = () => undefined
const store = openSqliteTelemetry({ path, log: { debug: quiet, info: quiet, warn: quiet, error: quiet } })
await store.start()

const appendRound = async (round: number) => {
  const values = Object.fromEntries(Array.from({ length: SERIES }, (_, i) => [`m${i}`, round * 0.1 + i]))
  await store.append([reading('device', round * 1000, values)], round)
  process.stdout.write(`${round}\n`)
}

let round = Number(from)
for (;;) {
  const rounds = Array.from({ length: 25 }, () => appendRound(round++))
  const compacted = round % 3 === 0 ? store.compact() : Promise.resolve()
  await Promise.all([...rounds, compacted])
}
