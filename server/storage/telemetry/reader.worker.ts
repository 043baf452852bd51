import { TelemetryReader } from './reader.ts'
import type { ReaderCalls } from './reader-calls.ts'
import { openReadable } from './tables.ts'
import { serveCalls } from './worker-link.ts'

let opened: TelemetryReader | null = null

function reader(): TelemetryReader {
  if (!opened) throw new Error('telemetry database is not open')
  return opened
}

const calls: ReaderCalls = {
  open(path) {
    opened = new TelemetryReader(openReadable(path))
  },
  metrics: (deviceId) => reader().metrics(deviceId),
  latest: () => reader().latest(),
  raw: (request) => reader().raw(request),
  envelope: (request) => reader().envelope(request),
  buckets: (...args) => reader().buckets(...args),
  around: (...args) => reader().around(...args),
  close() {
    opened?.close()
    opened = null
  },
}

serveCalls(calls)
