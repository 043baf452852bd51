import { randomUUID } from 'node:crypto'
import type { Clock, PointSpec, WriteOutcome } from '../../../../server/core/outside.ts'

export const COMMAND = 'command'
export const COMMAND_RESULT = 'command/result'

/** A gateway that takes longer is not believed: what it does then nobody awaits. */
const ANSWER_WITHIN_MS = 10_000
const REMEMBERED_EXPIRED = 1000

interface Result {
  readonly isOk: boolean
  readonly value: number | null
  readonly error: string | null
}

/**
 * Commands to the devices of one gateway: sent on `command`, answered on `command/result`. One that was not answered in
 * its time is never delivered late, when nobody would expect it, or when somebody has locked the device out.
 */
export class Commands {
  readonly #clock: Clock
  readonly #waiting = new Map<string, (result: Result) => void>()
  readonly #expired = new Set<string>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** `publish` sends the payload to the gateway; `device` is the device's name on its topics. */
  async send(
    publish: (payload: string) => Promise<{ readonly isConnected: boolean }>,
    device: string,
    point: PointSpec,
    value: number,
  ): Promise<WriteOutcome> {
    const id = randomUUID()
    const expiresAt = new Date(this.#clock.now() + ANSWER_WITHIN_MS).toISOString()
    const { promise, resolve } = Promise.withResolvers<Result>()
    this.#waiting.set(id, resolve)
    const deadline = this.#clock.after(ANSWER_WITHIN_MS, () => {
      this.#expire(id)
      resolve(failed(`no answer in ${ANSWER_WITHIN_MS / 1000} s`))
    })
    try {
      const sent = await publish(JSON.stringify({ id, device, point: point.key, value, expires_at: expiresAt }))
      return outcomeOf(sent.isConnected ? await promise : failed('the gateway is not connected'), point, value)
    } finally {
      deadline.stop()
      this.#waiting.delete(id)
    }
  }

  /** Takes a `command/result`. An answer to nothing that was asked is passed over. */
  answered(payload: Buffer): void {
    const result = parse(payload)
    if (!result || typeof result.id !== 'string') return
    const { ok, value, error } = result
    const number = typeof value === 'boolean' ? Number(value) : value
    this.#waiting.get(result.id)?.({
      isOk: ok === true,
      value: typeof number === 'number' && Number.isFinite(number) ? number : null,
      error: typeof error === 'string' ? error.slice(0, 200) : null,
    })
  }

  /** Whether this is a command whose time has passed. */
  isExpired(payload: Buffer): boolean {
    if (this.#expired.size === 0) return false
    const id = parse(payload)?.id
    return typeof id === 'string' && this.#expired.has(id)
  }

  #expire(id: string): void {
    this.#expired.add(id)
    if (this.#expired.size <= REMEMBERED_EXPIRED) return
    for (const oldest of this.#expired) {
      this.#expired.delete(oldest)
      return
    }
  }
}

function outcomeOf({ isOk, value, error }: Result, point: PointSpec, wanted: number): WriteOutcome {
  if (!isOk) return { readBack: null, isConfirmed: false, cause: error ?? 'the gateway refused without a reason' }
  if (point.kind === 'command') return { readBack: null, isConfirmed: true, cause: null }
  const tolerance = point.options ? 0 : (point.step ?? 0) / 2 + Math.abs(wanted) * 1e-6
  return { readBack: value, isConfirmed: value !== null && Math.abs(value - wanted) <= tolerance, cause: null }
}

const failed = (error: string): Result => ({ isOk: false, value: null, error })

function parse(payload: Buffer): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(payload.toString())
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null
  } catch {
    return null
  }
}
