import { encodeRegister } from '../../../e2e/simulators/encode.ts'
import { RegisterBank } from '../../../e2e/simulators/register-bank.ts'
import type { PointSpec, RegisterSpec, RegisterTable, TemplateSpec } from '../../../server/core/outside.ts'

/** Reads within this time see the same instant, as they would on a meter that measures a few times a second. */
const REFRESH_MS = 200

/** What text registers say. */
const SERIAL = 'SIMULATED'

/** Registers that are worked out when somebody reads them: a meter that nobody polls costs nothing. */
export class LiveBank extends RegisterBank {
  readonly #registers: readonly RegisterSpec[]
  readonly #points: readonly PointSpec[]
  readonly #values: (at: number) => Readonly<Record<string, number>>
  readonly #now: () => number
  readonly #written: (point: string, value: number) => void
  #refreshedAt = Number.NEGATIVE_INFINITY
  /** Modbus exception that every read meets; 0 = none. */
  exception = 0

  /** @param written told the raw value of every write to one of the template's points */
  constructor(
    template: TemplateSpec,
    values: (at: number) => Readonly<Record<string, number>>,
    now: () => number,
    written: (point: string, value: number) => void,
  ) {
    super()
    this.#points = template.points
    this.#written = written
    this.#registers = template.registers.filter(({ type }) => type !== 'string')
    for (const register of template.registers)
      if (register.type === 'string') this.set(register.table, register.address, ...encodeRegister(register, SERIAL))
    this.#values = values
    this.#now = now
  }

  override write(table: RegisterTable, address: number, ...words: number[]): void {
    super.write(table, address, ...words)
    for (const { key, register } of this.#points) {
      const word = register?.table === table ? words[register.address - address] : undefined
      if (word !== undefined) this.#written(key, word)
    }
    // What the device shows of it is worked out anew.
    this.#refreshedAt = Number.NEGATIVE_INFINITY
  }

  /** Asked before every read. */
  override refusal(table: RegisterTable, address: number, length: number): number {
    if (this.exception !== 0) return this.exception
    this.#refresh()
    return super.refusal(table, address, length)
  }

  #refresh(): void {
    const at = this.#now()
    if (at - this.#refreshedAt < REFRESH_MS && at >= this.#refreshedAt) return
    this.#refreshedAt = at
    const values = this.#values(at)
    for (const register of this.#registers) {
      const value = values[register.metric]
      if (value === undefined) this.#leaveOut(register)
      else this.set(register.table, register.address, ...wordsOf(register, value))
    }
  }

  /** A register that the model does not know says "no value" where its kind can. */
  #leaveOut(register: RegisterSpec): void {
    if (register.invalid.length > 0) this.set(register.table, register.address, ...encodeRegister(register, null))
  }
}

const isBit = ({ table }: RegisterSpec): boolean => table === 'coil' || table === 'discrete'

const wordsOf = (register: RegisterSpec, value: number): readonly number[] =>
  isBit(register) ? [value === 0 ? 0 : 1] : encodeRegister(register, value)
