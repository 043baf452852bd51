import { openWritable } from './tables.ts'
import { reportTrouble, serveCalls } from './worker-link.ts'
import { TelemetryWriter } from './writer.ts'
import type { WriterCalls } from './writer-calls.ts'

let opened: TelemetryWriter | null = null

function writer(): TelemetryWriter {
  if (!opened) throw new Error('telemetry database is not open')
  return opened
}

const calls: WriterCalls = {
  open(path) {
    opened = new TelemetryWriter(openWritable(path), reportTrouble)
    opened.start()
    return opened.known()
  },
  commit: (...args) => writer().commit(...args),
  compact: () => writer().compact(),
  expire: (...args) => writer().expire(...args),
  forget: (deviceId) => writer().forget(deviceId),
  declareCounter: (...args) => writer().declareCounter(...args),
  stats: () => writer().stats(),
  close() {
    opened?.close()
    opened = null
  },
}

serveCalls(calls)
