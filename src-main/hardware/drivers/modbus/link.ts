import { connect } from 'node:net'
import type { Clock } from '../../../../server/core/outside.ts'
import { FieldError } from '../../fault.ts'

/** A connected stream of bytes: a socket or a serial port. */
export interface Link {
  write(bytes: Buffer): void
  /** Idempotent; resolves when the other side may be opened again. */
  close(): Promise<void>
}

export interface LinkEvents {
  data(chunk: Buffer): void
  /** The link ended without close() having been called. */
  ended(cause: string): void
}

export type OpenLink = (events: LinkEvents) => Promise<Link>

export interface SerialLine {
  readonly path: string
  readonly baudRate: number
  readonly parity: 'none' | 'even' | 'odd'
  readonly dataBits: 7 | 8
  readonly stopBits: 1 | 2
}

export function tcpLink(host: string, port: number, clock: Clock, connectTimeoutMs: number): OpenLink {
  return (events) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 })
      let isOpen = false
      let isClosing = false
      let cause = 'closed by the other side'
      const timeout = clock.after(connectTimeoutMs, () => {
        cause = 'connect timeout'
        socket.destroy()
      })
      socket.on('connect', () => {
        timeout.stop()
        isOpen = true
        resolve({
          write: (bytes) => void socket.write(bytes),
          close: async () => {
            isClosing = true
            socket.destroy()
          },
        })
      })
      socket.on('data', (chunk) => events.data(chunk))
      socket.on('error', (error) => {
        cause = causeOf(error)
      })
      socket.on('close', () => {
        timeout.stop()
        if (!isOpen) reject(new FieldError('connection', `${cause} (${host}:${port})`))
        else if (!isClosing) events.ended(cause)
      })
    })
}

export function serialLink(line: SerialLine): OpenLink {
  return async (events) => {
    // The native binding is loaded only where a serial gateway exists.
    const { SerialPort } = await import('serialport')
    const port = new SerialPort({ ...line, autoOpen: false })
    let isClosing = false
    await new Promise<void>((resolve, reject) =>
      port.open((error) => (error ? reject(new FieldError('connection', error.message)) : resolve())),
    )
    port.on('data', (chunk: Buffer) => events.data(chunk))
    port.on('error', () => undefined)
    port.on('close', () => {
      if (!isClosing) events.ended('serial port gone')
    })
    return {
      write: (bytes) => void port.write(bytes),
      close: () => {
        isClosing = true
        return new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()))
      },
    }
  }
}

function causeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
