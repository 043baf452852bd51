import { ConfigError } from '../server/config.ts'
import { DataFolderInUse } from '../server/data-folder.ts'
import { PortInUse } from '../server/http/listen.ts'

/** Exit codes (README, Configuration): scripts and service managers tell by them what to do. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return 2
  if (error instanceof DataFolderInUse) return 3
  if (error instanceof PortInUse || isPortTaken(error)) return 4
  return 1
}

/** The MQTT broker's port: the system's own error, which keeps its code on the way between processes. */
function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
