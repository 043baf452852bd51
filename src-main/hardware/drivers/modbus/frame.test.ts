import { describe, expect, test } from 'vitest'
import {
  checkWriteAnswer,
  crc16,
  readAnswer,
  readPdu,
  rtuFraming,
  silenceMs,
  tcpFraming,
  writeCoilPdu,
  writeRegistersPdu,
} from './frame.ts'

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')

describe('Modbus TCP', () => {
  test('asks and answers as in the specification (V1.1b3, 6.3: three registers from 0x006B)', () => {
    const framing = tcpFraming()
    expect(framing.request(0x11, readPdu('holding', 0x6b, 3))).toEqual(bytes('00 01 00 00 00 06 11 03 00 6B 00 03'))
    const pdu = framing.feed(bytes('00 01 00 00 00 09 11 03 06 02 2B 00 00 00 64'))
    expect(pdu && readAnswer(pdu, 'holding', 3)).toEqual(bytes('02 2B 00 00 00 64'))
  })

  test('an answer may come byte by byte', () => {
    const framing = tcpFraming()
    framing.request(1, readPdu('input', 0, 1))
    const answer = bytes('00 01 00 00 00 05 01 04 02 12 34')
    for (let i = 0; i < answer.length - 1; i++) expect(framing.feed(answer.subarray(i, i + 1))).toBeNull()
    expect(framing.feed(answer.subarray(-1))).toEqual(bytes('04 02 12 34'))
  })

  test('a late answer in the same segment is passed over', () => {
    const framing = tcpFraming()
    framing.request(1, readPdu('input', 0, 1))
    framing.request(1, readPdu('input', 0, 1))
    const late = '00 01 00 00 00 05 01 04 02 AA AA'
    expect(framing.feed(bytes(`${late} 00 02 00 00 00 05 01 04 02 12 34`))).toEqual(bytes('04 02 12 34'))
  })

  test.each([
    ['another protocol', '00 01 00 01 00 05 01 04 02 12 34'],
    ['an absurd length', '00 01 00 00 0F FF 01 04 02 12 34'],
    ['another unit', '00 01 00 00 00 05 02 04 02 12 34'],
    ['another function', '00 01 00 00 00 05 01 03 02 12 34'],
  ])('%s means that the stream is out of step', (_what, hex) => {
    const framing = tcpFraming()
    framing.request(1, readPdu('input', 0, 1))
    expect(() => framing.feed(bytes(hex))).toThrow(expect.objectContaining({ kind: 'framing' }))
  })

  test('exceptions keep their code, those of gateways too', () => {
    const framing = tcpFraming()
    framing.request(9, readPdu('holding', 0, 1))
    const pdu = framing.feed(bytes('00 01 00 00 00 03 09 83 0B'))
    expect(() => pdu && readAnswer(pdu, 'holding', 1)).toThrow(expect.objectContaining({ kind: 'exception', code: 11 }))
  })
})

describe('writes', () => {
  test.each([
    ['FC05, V1.1b3 6.5: output 173 on', writeCoilPdu(0xac, true, false), '05 00 AC FF 00'],
    ['FC05, off', writeCoilPdu(0xac, false, false), '05 00 AC 00 00'],
    ['FC06, V1.1b3 6.6: register 2 to 3', writeRegistersPdu(1, bytes('00 03'), false), '06 00 01 00 03'],
    ['FC15, a list of one', writeCoilPdu(0x13, true, true), '0F 00 13 00 01 01 01'],
    [
      'FC16, V1.1b3 6.12: registers 2 and 3',
      writeRegistersPdu(1, bytes('00 0A 01 02'), false),
      '10 00 01 00 02 04 00 0A 01 02',
    ],
    ['FC16, a list of one', writeRegistersPdu(1, bytes('00 0A'), true), '10 00 01 00 01 02 00 0A'],
  ])('%s', (_what, pdu, wire) => expect(pdu).toEqual(bytes(wire)))

  test('a relay module is switched with the bytes of its manual, and echoes them', () => {
    const framing = rtuFraming()
    const request = writeCoilPdu(0, true, false)
    expect(framing.request(1, request)).toEqual(bytes('01 05 00 00 FF 00 8C 3A'))
    expect(framing.request(1, writeCoilPdu(0, false, false))).toEqual(bytes('01 05 00 00 00 00 CD CA'))
    framing.request(1, request)
    const answer = framing.feed(bytes('01 05 00 00 FF 00 8C 3A'))
    expect(answer && checkWriteAnswer(answer, request)).toBeUndefined()
  })

  test('an echo of something else is no answer, and an exception keeps its code', () => {
    const request = writeRegistersPdu(1, bytes('00 03'), false)
    expect(() => checkWriteAnswer(bytes('06 00 01 00 04'), request)).toThrow(
      expect.objectContaining({ kind: 'framing' }),
    )
    expect(() => checkWriteAnswer(bytes('86 02'), request)).toThrow(expect.objectContaining({ code: 2 }))
  })
})

describe('Modbus RTU', () => {
  test('asks and answers with the CRC of the wire (SDM120, volts)', () => {
    const framing = rtuFraming()
    expect(framing.request(1, readPdu('input', 0, 2))).toEqual(bytes('01 04 00 00 00 02 71 CB'))
    expect(framing.feed(bytes('01 04 04 43 6B 58 0E 25 D8'))).toEqual(bytes('04 04 43 6B 58 0E'))
  })

  test('noise before the answer is passed over', () => {
    const framing = rtuFraming()
    framing.request(1, readPdu('input', 0, 2))
    expect(framing.feed(bytes('00 FF 01'))).toBeNull()
    expect(framing.feed(bytes('01 04 04 43 6B 58 0E 25 D8'))).toEqual(bytes('04 04 43 6B 58 0E'))
  })

  test('a damaged answer is told by its CRC', () => {
    const framing = rtuFraming()
    framing.request(1, readPdu('input', 0, 2))
    expect(() => framing.feed(bytes('01 04 04 43 6B 58 0F 25 D8'))).toThrow(expect.objectContaining({ kind: 'crc' }))
  })

  test('the answer of another unit is none', () => {
    const framing = rtuFraming()
    framing.request(2, readPdu('input', 0, 2))
    expect(framing.feed(bytes('01 04 04 43 6B 58 0E 25 D8'))).toBeNull()
    expect(framing.leftover()).toBe(9)
  })

  test('an exception is an answer of five bytes', () => {
    const framing = rtuFraming()
    framing.request(0x0a, readPdu('coil', 0x04a1, 1))
    expect(framing.feed(bytes('0A 81 02 B0 53'))).toEqual(bytes('81 02'))
  })
})

test('an answer of another length than asked for is refused', () => {
  expect(() => readAnswer(bytes('04 02 12 34'), 'input', 2)).toThrow(expect.objectContaining({ kind: 'framing' }))
  expect(readAnswer(bytes('01 02 CD 01'), 'coil', 9)).toEqual(bytes('CD 01'))
})

test('CRC-16/MODBUS of its check string', () => {
  expect(crc16(Buffer.from('123456789'))).toBe(0x4b37)
})

test('silence is 3.5 characters, and fixed on fast lines', () => {
  expect(silenceMs({ baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 })).toBeCloseTo(3.646, 3)
  expect(silenceMs({ baudRate: 115_200, dataBits: 8, parity: 'even', stopBits: 1 })).toBe(1.75)
})
