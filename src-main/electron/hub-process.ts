import { join } from 'node:path'
import { utilityProcess } from 'electron'
import type { HubChild } from '../hub-supervisor.ts'

/** Starts out/main/hub-child.js, which stands beside this. What it prints goes where ours goes. */
export function forkHub(flags: readonly string[], port: number | null): HubChild {
  const where = port === null ? [] : ['--port', String(port)]
  const child = utilityProcess.fork(join(import.meta.dirname, 'hub-child.js'), [...flags, ...where], {
    serviceName: 'Quaywatch hub',
    stdio: 'inherit',
  })
  return {
    port: {
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) => void child.once('exit', listener),
      close: () => void child.kill(),
    },
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  }
}
