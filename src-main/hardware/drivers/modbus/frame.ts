import type { RegisterTable } from '../../../../server/core/outside.ts'
import { FieldError } from '../../fault.ts'

/** Modbus in bytes: requests, and answers cut out of a stream. Knows no socket and no clock. */

export const READ_FUNCTION = { coil: 1, discrete: 2, holding: 3, input: 4 } as const satisfies Record<
  RegisterTable,
  number
>

export function isBitTable(table: RegisterTable): boolean {
  return table === 'coil' || table === 'discrete'
}

/** Function code and data of a read; `length` in registers or bits. */
export function readPdu(table: RegisterTable, address: number, length: number): Buffer {
  return Buffer.from([READ_FUNCTION[table], address >> 8, address & 0xff, length >> 8, length & 0xff])
}

/** Data bytes of the answer to a read, or the exception that the device gave instead. */
export function readAnswer(pdu: Buffer, table: RegisterTable, length: number): Buffer {
  throwException(pdu)
  const expected = isBitTable(table) ? Math.ceil(length / 8) : length * 2
  if (pdu[1] !== expected || pdu.length !== expected + 2)
    throw new FieldError('framing', `${pdu.length - 2} data bytes instead of ${expected}`)
  return pdu.subarray(2)
}

const ON = 0xff00

/** Function code and data that set one coil (FC05), or a list of one (FC15). */
export function writeCoilPdu(address: number, isOn: boolean, asList: boolean): Buffer {
  const head = Buffer.alloc(5)
  head[0] = asList ? 15 : 5
  head.writeUInt16BE(address, 1)
  head.writeUInt16BE(asList ? 1 : isOn ? ON : 0, 3)
  return asList ? Buffer.concat([head, Buffer.of(1, isOn ? 1 : 0)]) : head
}

/** Function code and data that set holding registers: FC06 for one, FC16 for several or for a list of one. */
export function writeRegistersPdu(address: number, words: Buffer, asList: boolean): Buffer {
  const count = words.length / 2
  const head = Buffer.alloc(3)
  head.writeUInt16BE(address, 1)
  if (count === 1 && !asList) {
    head[0] = 6
    return Buffer.concat([head, words])
  }
  head[0] = 16
  return Buffer.concat([head, Buffer.of(count >> 8, count & 0xff, words.length), words])
}

/** Every write is answered with the first five bytes of its request. */
export function checkWriteAnswer(pdu: Buffer, request: Buffer): void {
  throwException(pdu)
  if (!pdu.equals(request.subarray(0, 5)))
    throw new FieldError('framing', `answer ${pdu.toString('hex')} to write ${request.toString('hex')}`)
}

function throwException(pdu: Buffer): void {
  if (((pdu[0] ?? 0) & 0x80) === 0) return
  const code = pdu[1] ?? 0
  throw new FieldError('exception', `exception ${code.toString(16).padStart(2, '0').toUpperCase()}`, code)
}

/** Frames one request at a time and finds its answer. */
export interface Framing {
  /** Bytes to send. What was received for earlier requests is forgotten. */
  request(unit: number, pdu: Buffer): Buffer
  /** Takes received bytes; the answer's PDU once it is complete. Throws when the stream can no longer be trusted. */
  feed(chunk: Buffer): Buffer | null
  /** Bytes received since the request that no answer could be made of. */
  leftover(): number
  /** The connection is new: nothing received is pending. */
  reset(): void
}

const MBAP_BYTES = 7
const NOTHING = Buffer.alloc(0)

export function tcpFraming(): Framing {
  let transaction = 0
  let unit = 0
  let fn = 0
  let pending: Buffer = NOTHING

  function next(): Buffer | null {
    while (pending.length >= MBAP_BYTES + 1) {
      const protocol = pending.readUInt16BE(2)
      const length = pending.readUInt16BE(4)
      if (protocol !== 0 || length < 2 || length > 254)
        throw new FieldError('framing', `not a Modbus TCP header: ${pending.toString('hex', 0, MBAP_BYTES)}`)
      const end = 6 + length
      if (pending.length < end) return null
      const adu = pending.subarray(0, end)
      pending = pending.subarray(end)
      // An answer that came after its timeout belongs to nobody.
      if (adu.readUInt16BE(0) !== transaction) continue
      if (adu[6] !== unit || ((adu[7] ?? 0) & 0x7f) !== fn)
        throw new FieldError('framing', `answer of unit ${adu[6]} function ${adu[7]} to unit ${unit} function ${fn}`)
      return adu.subarray(MBAP_BYTES)
    }
    return null
  }

  return {
    request(toUnit, pdu) {
      transaction = (transaction + 1) & 0xffff
      unit = toUnit
      fn = pdu[0] ?? 0
      const adu = Buffer.allocUnsafe(MBAP_BYTES + pdu.length)
      adu.writeUInt16BE(transaction, 0)
      adu.writeUInt16BE(0, 2)
      adu.writeUInt16BE(pdu.length + 1, 4)
      adu[6] = unit
      pdu.copy(adu, MBAP_BYTES)
      return adu
    },
    feed(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      return next()
    },
    leftover: () => pending.length,
    reset() {
      pending = NOTHING
    },
  }
}

const MAX_RTU_BYTES = 256

export function rtuFraming(): Framing {
  let unit = 0
  let fn = 0
  let pending: Buffer = NOTHING

  /** Whole size of the answer that starts at `start`, CRC included. */
  function sizeAt(start: number): number {
    const code = pending[start + 1] ?? 0
    if (code & 0x80) return 5
    return code <= 4 ? 5 + (pending[start + 2] ?? 0) : 8
  }

  return {
    request(toUnit, pdu) {
      unit = toUnit
      fn = pdu[0] ?? 0
      pending = NOTHING
      const adu = Buffer.allocUnsafe(pdu.length + 3)
      adu[0] = unit
      pdu.copy(adu, 1)
      adu.writeUInt16LE(crc16(adu, 0, pdu.length + 1), pdu.length + 1)
      return adu
    },
    feed(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      let isDamaged = false
      // Line noise may stand before the answer, so every place where one could start is tried.
      for (let start = 0; start + 5 <= pending.length; start++) {
        if (pending[start] !== unit || ((pending[start + 1] ?? 0) & 0x7f) !== fn) continue
        const size = sizeAt(start)
        if (start + size > pending.length) return null
        if (crc16(pending, start, start + size - 2) === pending.readUInt16LE(start + size - 2))
          return pending.subarray(start + 1, start + size - 2)
        isDamaged = true
      }
      if (isDamaged) throw new FieldError('crc', `bad CRC in ${pending.toString('hex')}`)
      if (pending.length > MAX_RTU_BYTES) throw new FieldError('framing', `${pending.length} bytes without an answer`)
      return null
    },
    leftover: () => pending.length,
    reset() {
      pending = NOTHING
    },
  }
}

const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  return crc
})

/** CRC-16/MODBUS of bytes[start, end). */
export function crc16(bytes: Buffer, start = 0, end = bytes.length): number {
  let crc = 0xffff
  for (let i = start; i < end; i++) crc = (crc >> 8) ^ (CRC_TABLE[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0)
  return crc
}

/** Milliseconds that one character takes on a serial line, start bit included. */
export function charMs(line: { baudRate: number; dataBits: number; parity: string; stopBits: number }): number {
  return ((1 + line.dataBits + (line.parity === 'none' ? 0 : 1) + line.stopBits) * 1000) / line.baudRate
}

/** Silence between RTU frames: 3.5 characters, fixed above 19,200 baud (Modbus over serial line V1.02, 2.5.1.1). */
export function silenceMs(line: { baudRate: number; dataBits: number; parity: string; stopBits: number }): number {
  return line.baudRate > 19_200 ? 1.75 : 3.5 * charMs(line)
}
