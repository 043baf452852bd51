import { pino } from 'pino'
import type { Log } from '../core/outside.ts'

/** JSON lines on stderr, pretty on a terminal that has the pretty printer. Synchronous: a crash loses no line. */
export function stderrLog(level: string): Log {
  return pino(
    { level, redact: ['password', 'token', '*.password', '*.token'] },
    pino.destination({ dest: 2, sync: true }),
  )
}
