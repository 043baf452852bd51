import { createServer, type Server, type Socket } from 'node:net'
import type { RegisterTable, TemplateSpec } from '../../server/core/outside.ts'
import { encodeRegister } from './encode.ts'
import { answerTo, cutRtu, cutTcp, type Request, wrapRtu, wrapTcp } from './modbus-wire.ts'
import { RegisterBank } from './register-bank.ts'

/**
 * Scriptable Modbus slaves on one TCP port (Modbus TCP, or RTU over TCP) or on a serial line. Written apart from the
 * product's own frames, so that the two check each other.
 *
 *     const slave = await createModbusSlave({ port: 0 })
 *     slave.unit(1).write(template, 'voltage_l1', 231.4)
 *     slave.unit(1).isSilent = true
 *     await slave.stop()
 */
export interface ModbusSlave {
  /** TCP port listened on; 0 on a serial line. */
  readonly port: number
  /** Requests taken so far. */
  readonly requests: number
  /** Connections open now. */
  readonly connections: number
  /** The unit with this id, made at the first call, with `bank` if given. Units never asked for here are absent. */
  unit(id: number, bank?: RegisterBank): SlaveUnit
  /** Misbehaviour of the line as a whole; change it at any time. */
  readonly faults: LineFaults
  /** Closes every connection; new ones are accepted. */
  drop(): void
  /** Stops listening and closes every connection, as if the cable was pulled. */
  unplug(): Promise<void>
  /** Listens again on the same port. */
  plug(): Promise<void>
  stop(): Promise<void>
}

export interface LineFaults {
  /** What a request to an absent unit meets: silence, or an exception such as 0x0B. */
  absentUnit: 'silence' | number
  /** Turns over the CRC of RTU answers. */
  isCrcBad: boolean
  /** Sends the answer in pieces of so many bytes; 0 = whole. */
  pieceBytes: number
  /** Bytes put in front of every answer, in the same segment. */
  prefix: Buffer
  /** Sent in place of every answer. */
  instead: Buffer | null
  /** Closes the connection instead of answering. */
  isHangingUp: boolean
}

export interface SlaveUnit {
  readonly bank: RegisterBank
  isSilent: boolean
  delayMs: number
  /** Makes the unit say this value of its template; null = the register's "no value". Text for string registers. */
  write(template: TemplateSpec, metric: string, value: number | string | null): void
  /** Raw registers (or bits) from `address` on. */
  set(table: RegisterTable, address: number, ...words: number[]): void
}

export type SlaveOptions =
  | { readonly host?: string; readonly port: number; readonly framing?: 'tcp' | 'rtu' }
  | { readonly serialPath: string; readonly baudRate: number }

export async function createModbusSlave(options: SlaveOptions): Promise<ModbusSlave> {
  const slave = new Slave()
  if ('serialPath' in options) await slave.openSerial(options.serialPath, options.baudRate)
  else await slave.listen(options.host ?? '127.0.0.1', options.port, options.framing ?? 'tcp')
  return slave
}

/** What answers are written to: a socket or a serial port. */
interface Line {
  write(bytes: Buffer): void
  hangUp(): void
}

class Slave implements ModbusSlave {
  readonly faults: LineFaults = {
    absentUnit: 'silence',
    isCrcBad: false,
    pieceBytes: 0,
    prefix: Buffer.alloc(0),
    instead: null,
    isHangingUp: false,
  }
  readonly #units = new Map<number, SlaveUnit>()
  readonly #sockets = new Set<Socket>()
  readonly #delayed = new Set<NodeJS.Timeout>()
  #server: Server | null = null
  #host = ''
  #framing: 'tcp' | 'rtu' = 'tcp'
  #closeSerial: () => Promise<void> = async () => undefined
  port = 0
  requests = 0

  get connections(): number {
    return this.#sockets.size
  }

  unit(id: number, bank?: RegisterBank): SlaveUnit {
    const unit = this.#units.get(id) ?? new Unit(bank ?? new RegisterBank())
    this.#units.set(id, unit)
    return unit
  }

  async listen(host: string, port: number, framing: 'tcp' | 'rtu'): Promise<void> {
    this.#host = host
    this.#framing = framing
    const server = createServer({ noDelay: true }, (socket) => this.#accept(socket))
    this.#server = server
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
    const address = server.address()
    this.port = address !== null && typeof address === 'object' ? address.port : port
  }

  async openSerial(path: string, baudRate: number): Promise<void> {
    const { SerialPort } = await import('serialport')
    const port = new SerialPort({ path, baudRate, autoOpen: false })
    await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())))
    const line: Line = { write: (bytes) => void port.write(bytes), hangUp: () => undefined }
    port.on('data', this.#receiver(line, 'rtu'))
    this.#closeSerial = () => new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()))
  }

  drop(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async unplug(): Promise<void> {
    const server = this.#server
    this.#server = null
    this.drop()
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()))
  }

  async plug(): Promise<void> {
    if (!this.#server) await this.listen(this.#host, this.port, this.#framing)
  }

  async stop(): Promise<void> {
    for (const timer of this.#delayed) clearTimeout(timer)
    await this.unplug()
    await this.#closeSerial()
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => undefined)
    const line: Line = { write: (bytes) => void socket.write(bytes), hangUp: () => void socket.destroy() }
    socket.on('data', this.#receiver(line, this.#framing))
  }

  #receiver(line: Line, framing: 'tcp' | 'rtu'): (chunk: Buffer) => void {
    let pending: Buffer = Buffer.alloc(0)
    return (chunk) => {
      pending = Buffer.concat([pending, chunk])
      for (;;) {
        const cut = framing === 'tcp' ? cutTcp(pending) : cutRtu(pending)
        pending = pending.subarray(cut.used)
        if (!cut.request) return
        this.#take(cut.request, line, framing)
      }
    }
  }

  #take(request: Request, line: Line, framing: 'tcp' | 'rtu'): void {
    this.requests += 1
    if (this.faults.isHangingUp) {
      line.hangUp()
      return
    }
    const unit = this.#units.get(request.unit)
    if (!unit) {
      const { absentUnit } = this.faults
      if (absentUnit !== 'silence') this.#send(line, framing, request, Buffer.from([request.fn | 0x80, absentUnit]))
      return
    }
    if (unit.isSilent) return
    const answer = answerTo(request, unit.bank)
    if (unit.delayMs === 0) this.#send(line, framing, request, answer)
    else this.#later(unit.delayMs, () => this.#send(line, framing, request, answer))
  }

  #send(line: Line, framing: 'tcp' | 'rtu', request: Request, pdu: Buffer): void {
    const { prefix, instead, pieceBytes, isCrcBad } = this.faults
    const adu = framing === 'tcp' ? wrapTcp(request, pdu) : wrapRtu(request, pdu)
    if (framing === 'rtu' && isCrcBad) adu[adu.length - 1] = ~(adu[adu.length - 1] ?? 0) & 0xff
    const bytes = instead ?? Buffer.concat([prefix, adu])
    if (pieceBytes === 0) line.write(bytes)
    // Each piece in a turn of its own, so that it leaves as a segment of its own.
    else
      for (let at = 0; at < bytes.length; at += pieceBytes)
        this.#later(at / pieceBytes, () => line.write(bytes.subarray(at, at + pieceBytes)))
  }

  #later(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#delayed.delete(timer)
      run()
    }, delayMs)
    this.#delayed.add(timer)
  }
}

class Unit implements SlaveUnit {
  readonly bank: RegisterBank
  isSilent = false
  delayMs = 0

  constructor(bank: RegisterBank) {
    this.bank = bank
  }

  write(template: TemplateSpec, metric: string, value: number | string | null): void {
    const register = template.registers.find((each) => each.metric === metric)
    if (!register) throw new Error(`${template.key} has no ${metric}`)
    const { table, address, scaleRegister } = register
    const isBit = table === 'coil' || table === 'discrete'
    const exponent = scaleRegister === null ? 0 : (this.bank.get(table, scaleRegister) << 16) >> 16
    this.bank.set(table, address, ...(isBit ? [value ? 1 : 0] : encodeRegister(register, value, exponent)))
  }

  set(table: RegisterTable, address: number, ...words: number[]): void {
    this.bank.set(table, address, ...words)
  }
}
