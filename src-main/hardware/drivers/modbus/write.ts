import type { Clock, DevicePlan, PointRegister, PointSpec, WriteOutcome } from '../../../../server/core/outside.ts'
import { decodeBit, decoderOf } from '../../decode.ts'
import { asRegister, encodeWords, tolerance } from '../../encode.ts'
import { asFieldError, EXCEPTION } from '../../fault.ts'
import { checkWriteAnswer, readAnswer, readPdu, writeCoilPdu, writeRegistersPdu } from './frame.ts'
import type { Path } from './paths.ts'

/** Names of the Modbus specification, for who reads why a device refused. */
const EXCEPTION_NAMES: Readonly<Record<number, string>> = {
  [EXCEPTION.illegalFunction]: 'illegal function',
  [EXCEPTION.illegalAddress]: 'illegal data address',
  [EXCEPTION.illegalValue]: 'illegal data value',
  [EXCEPTION.deviceFailure]: 'device failure',
  [EXCEPTION.acknowledge]: 'acknowledge',
  [EXCEPTION.busy]: 'device busy',
  [EXCEPTION.gatewayPathUnavailable]: 'gateway path unavailable',
  [EXCEPTION.gatewayTargetFailed]: 'gateway target device failed to respond',
}

/** When a value that is still the old one is read again: a device may take the write before it acts on it. */
const READ_AGAIN_AFTER_MS = [250, 750]

/**
 * Writes a point and reads it back in one step ahead of every poll of the path. A write that was not answered is read
 * back too: it may have been taken.
 */
export async function writePoint(
  { bus, channel }: Path,
  { slaveId, template }: DevicePlan,
  key: string,
  value: number,
  clock: Clock,
): Promise<WriteOutcome> {
  const point = template?.points.find((each) => each.key === key)
  if (slaveId === null || !template || !point?.register) return notWritten(`no point ${key} with a register`)
  const { register } = point
  const { minGapMs } = template.limits
  const isKept = point.kind !== 'command'
  const exchange = (pdu: Buffer) => channel.exchange(slaveId, pdu, isKept)

  const first = await bus.submit('write', minGapMs, async () => {
    const written = await send(register, value, exchange)
    if (!isKept || written.isRefused) return { ...written, readBack: null }
    await bus.quiet(minGapMs)
    return { ...written, readBack: await read(register, exchange).catch(() => null) }
  })
  const { cause, isRefused } = first
  let { readBack } = first
  if (isRefused) return notWritten(cause ?? '')
  if (!isKept) return { readBack, isConfirmed: cause === null, cause }
  for (const delayMs of READ_AGAIN_AFTER_MS) {
    if (readBack === null || isSame(point, register, readBack, value)) break
    await new Promise<void>((resolve) => void clock.after(delayMs, resolve))
    readBack = await bus.submit('write', minGapMs, () => read(register, exchange)).catch(() => readBack)
  }
  const isConfirmed = readBack !== null && isSame(point, register, readBack, value)
  return { readBack, isConfirmed, cause: isConfirmed ? null : cause }
}

/** `isRefused`: the device said no, or was never asked; nothing has changed. */
async function send(
  register: PointRegister,
  value: number,
  exchange: (pdu: Buffer) => Promise<Buffer>,
): Promise<{ readonly cause: string | null; readonly isRefused: boolean }> {
  try {
    const request = requestOf(register, value)
    checkWriteAnswer(await exchange(request), request)
    return { cause: null, isRefused: false }
  } catch (failure) {
    if (failure instanceof RangeError) return { cause: failure.message, isRefused: true }
    const error = asFieldError(failure)
    return { cause: causeOf(error), isRefused: error.kind === 'exception' }
  }
}

function requestOf(register: PointRegister, value: number): Buffer {
  const { table, address, isWrittenAsList } = register
  if (table === 'coil') return writeCoilPdu(address, value !== 0, isWrittenAsList)
  return writeRegistersPdu(address, encodeWords(register, value), isWrittenAsList)
}

async function read(place: PointRegister, exchange: (pdu: Buffer) => Promise<Buffer>): Promise<number | null> {
  const { table, address } = place
  const register = asRegister(place)
  const data = readAnswer(await exchange(readPdu(table, address, register.length)), table, register.length)
  return table === 'coil' ? decodeBit(data, 0) : (decoderOf(register)?.(data, 0, 1) ?? null)
}

function isSame(point: PointSpec, register: PointRegister, readBack: number, value: number): boolean {
  return point.options ? readBack === value : Math.abs(readBack - value) <= tolerance(register, value)
}

function causeOf(error: { message: string; code: number | null }): string {
  const name = error.code === null ? undefined : EXCEPTION_NAMES[error.code]
  return name === undefined ? error.message : `${error.message} (${name})`
}

function notWritten(cause: string): WriteOutcome {
  return { readBack: null, isConfirmed: false, cause }
}
