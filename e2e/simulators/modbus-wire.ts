import type { RegisterTable } from '../../server/core/outside.ts'
import type { RegisterBank } from './register-bank.ts'

/** The slave's side of the Modbus wire. */
export interface Request {
  readonly transaction: number
  readonly unit: number
  readonly fn: number
  /** What follows the function code. */
  readonly body: Buffer
}

/** A request cut from the front of what was received; `used` bytes are done with even if it brought none. */
export interface Cut {
  readonly request: Request | null
  readonly used: number
}

const TABLES: Readonly<Record<number, RegisterTable>> = { 1: 'coil', 2: 'discrete', 3: 'holding', 4: 'input' }

export function cutTcp(bytes: Buffer): Cut {
  if (bytes.length < 8) return { request: null, used: 0 }
  const end = 6 + bytes.readUInt16BE(4)
  if (bytes.length < end) return { request: null, used: 0 }
  const request = {
    transaction: bytes.readUInt16BE(0),
    unit: bytes.readUInt8(6),
    fn: bytes.readUInt8(7),
    body: bytes.subarray(8, end),
  }
  return { request, used: end }
}

export function cutRtu(bytes: Buffer): Cut {
  if (bytes.length < 8) return { request: null, used: 0 }
  const fn = bytes.readUInt8(1)
  const end = fn === 15 || fn === 16 ? 9 + bytes.readUInt8(6) : 8
  if (bytes.length < end) return { request: null, used: 0 }
  // A slave that hears nonsense says nothing and listens anew.
  if (slowCrc(bytes.subarray(0, end - 2)) !== bytes.readUInt16LE(end - 2)) return { request: null, used: bytes.length }
  return { request: { transaction: 0, unit: bytes.readUInt8(0), fn, body: bytes.subarray(2, end - 2) }, used: end }
}

export function wrapTcp(request: Request, pdu: Buffer): Buffer {
  const head = Buffer.alloc(7)
  head.writeUInt16BE(request.transaction, 0)
  head.writeUInt16BE(pdu.length + 1, 4)
  head.writeUInt8(request.unit, 6)
  return Buffer.concat([head, pdu])
}

export function wrapRtu(request: Request, pdu: Buffer): Buffer {
  const frame = Buffer.concat([Buffer.from([request.unit]), pdu, Buffer.alloc(2)])
  frame.writeUInt16LE(slowCrc(frame.subarray(0, -2)), frame.length - 2)
  return frame
}

/** The answer's PDU. */
export function answerTo({ fn, body }: Request, bank: RegisterBank): Buffer {
  const refuse = (code: number) => Buffer.from([fn | 0x80, code])
  const table = TABLES[fn]
  if (table) {
    const [address, length] = [body.readUInt16BE(0), body.readUInt16BE(2)]
    const isBits = fn <= 2
    if (length < 1 || length > (isBits ? 2000 : 125)) return refuse(3)
    if (address + length > 0x10000) return refuse(2)
    const refusal = bank.refusal(table, address, length)
    if (refusal) return refuse(refusal)
    return isBits ? bits(fn, bank, table, address, length) : registers(fn, bank, table, address, length)
  }
  const exception = write(fn, body, bank)
  return exception === 0 ? Buffer.concat([Buffer.from([fn]), body.subarray(0, 4)]) : refuse(exception)
}

function registers(fn: number, bank: RegisterBank, table: RegisterTable, address: number, length: number): Buffer {
  const pdu = Buffer.alloc(2 + length * 2)
  pdu.writeUInt8(fn, 0)
  pdu.writeUInt8(length * 2, 1)
  for (let i = 0; i < length; i++) pdu.writeUInt16BE(bank.get(table, address + i), 2 + i * 2)
  return pdu
}

function bits(fn: number, bank: RegisterBank, table: RegisterTable, address: number, length: number): Buffer {
  const pdu = Buffer.alloc(2 + Math.ceil(length / 8))
  pdu.writeUInt8(fn, 0)
  pdu.writeUInt8(pdu.length - 2, 1)
  for (let i = 0; i < length; i++)
    if (bank.get(table, address + i)) pdu[2 + (i >> 3)] = (pdu[2 + (i >> 3)] ?? 0) | (1 << (i & 7))
  return pdu
}

const WRITES: Readonly<Record<number, RegisterTable>> = { 5: 'coil', 6: 'holding', 15: 'coil', 16: 'holding' }

/** Functions 5, 6, 15 and 16: the exception that answers them, 0 = none. */
function write(fn: number, body: Buffer, bank: RegisterBank): number {
  const table = WRITES[fn]
  if (!table) return 1
  const values = fn > 6 ? listOf(table, body) : oneOf(table, body.readUInt16BE(2))
  if (!values) return 3
  const address = body.readUInt16BE(0)
  const kept = bank.keeping(table, address, values.length)
  if (kept !== null) return kept
  bank.write(table, address, ...values)
  return 0
}

function oneOf(table: RegisterTable, word: number): number[] | null {
  if (table === 'holding') return [word]
  return word === 0xff00 || word === 0 ? [word === 0 ? 0 : 1] : null
}

function listOf(table: RegisterTable, body: Buffer): number[] | null {
  const count = body.readUInt16BE(2)
  const bytes = table === 'coil' ? Math.ceil(count / 8) : count * 2
  if (count < 1 || body[4] !== bytes || body.length !== 5 + bytes) return null
  return Array.from({ length: count }, (_, i) =>
    table === 'coil' ? ((body[5 + (i >> 3)] ?? 0) >> (i & 7)) & 1 : body.readUInt16BE(5 + i * 2),
  )
}

/** CRC-16/MODBUS bit by bit, as the specification writes it. */
function slowCrc(bytes: Buffer): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  }
  return crc
}
