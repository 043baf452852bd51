import { pino } from 'pino'
import type { Log } from '../core/outside.ts'

/** Secrets that a careless field could carry are never written. */
const REDACTED = ['password', 'token', '*.password', '*.token']

/** JSON lines on stderr, made readable when a person watches. Synchronous: a crash loses no line. */
export async function stderrLog(level: string): Promise<Log> {
  const log: Log = pino({ level, redact: REDACTED }, await destination())
  return log
}

async function destination() {
  if (!process.stderr.isTTY) return pino.destination({ dest: 2, sync: true })
  // Loaded only here: a service start does not pay for it.
  const { default: pretty } = await import('pino-pretty')
  return pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' })
}
