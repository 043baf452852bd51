import type { Port } from '../rpc.ts'

/** In a utility process: the port to the process that started it. Needs nothing of the electron module. */
export function parentPort(): Port {
  const { parentPort } = process
  return {
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => void parentPort.on('message', ({ data }) => listener(data)),
    // Electron ends a utility process with its parent: there is no close of its own.
    onClose: () => undefined,
    close: () => process.exit(0),
  }
}
