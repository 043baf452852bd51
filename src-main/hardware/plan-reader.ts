import type { RegisterSpec, TemplateSpec } from '../../server/core/outside.ts'
import { type Decoder, decodeBit, decoderOf, scaleFactor } from './decode.ts'
import { asFieldError, EXCEPTION, type FieldError, isAbsentBehindGateway } from './fault.ts'
import {
  bisect,
  type Learned,
  type Place,
  placeKey,
  planReads,
  type ReadBlock,
  type ReadPlan,
  type WireCost,
} from './planner.ts'

/** Reads one block and resolves with its data bytes; throws FieldError. */
export type ReadBlockOf = (block: ReadBlock) => Promise<Buffer>

/** What one pass over a plan brought. */
export interface PassResult {
  readonly values: Record<string, number | null>
  /** Metrics that the device does not give although it answers: refused, or their block stays silent. */
  readonly missing: readonly string[]
  /** Whether the device answered at all; if not, `errors` tells why. */
  readonly hasAnswered: boolean
  readonly errors: readonly FieldError[]
}

interface Field {
  readonly metric: string
  readonly block: number
  /** Byte offset of a register, bit number of a coil. */
  readonly offset: number
  readonly decode: Decoder | 'bit'
  readonly scale: { readonly block: number; readonly offset: number } | null
}

/** A block that the device does not give although it gives others. */
interface Trouble {
  failures: number
  /** Told by an exception, so that one is enough to know. */
  isRefused: boolean
  /** Passes to skip before the block is tried again. */
  skip: number
}

const LOST_AFTER = 3
const MAX_SKIP = 64

/** Reads the registers of one poll class of one device, learning on the way what this device refuses. */
export class PlanReader {
  readonly #registers: readonly RegisterSpec[]
  readonly #limits: TemplateSpec['limits']
  readonly #cost: WireCost
  readonly #holes = new Map<string, Place>()
  readonly #cuts = new Map<string, Place>()
  #plan: ReadPlan
  #fields: readonly Field[]
  #troubles = new Map<ReadBlock, Trouble>()
  #first = 0

  constructor(registers: readonly RegisterSpec[], limits: TemplateSpec['limits'], cost: WireCost) {
    this.#registers = registers
    this.#limits = limits
    this.#cost = cost
    this.#plan = planReads(registers, limits, cost)
    this.#fields = fieldsOf(this.#plan)
  }

  get plan(): ReadPlan {
    return this.#plan
  }

  get learned(): Learned {
    return { holes: this.#holes, cuts: this.#cuts }
  }

  /** Unlearns holes and cuts: the device may be another one, or have been in another state. */
  forget(): void {
    if (this.#holes.size + this.#cuts.size === 0) return
    this.#holes.clear()
    this.#cuts.clear()
    this.#replan()
  }

  #replan(): void {
    this.#plan = planReads(this.#registers, this.#limits, this.#cost, this.learned)
    this.#fields = fieldsOf(this.#plan)
    this.#troubles = new Map()
    this.#first = 0
  }

  /** One pass. After a silent first block the others are not tried: the device is taken to be away. */
  async pass(read: ReadBlockOf): Promise<PassResult> {
    const { blocks } = this.#plan
    const data: (Buffer | null)[] = blocks.map(() => null)
    const errors: FieldError[] = []
    let hasAnswered = blocks.length === 0
    for (const index of this.#order()) {
      const block = blocks[index]
      if (!block || this.#isSkipped(block)) continue
      try {
        data[index] = await read(block)
        this.#troubles.delete(block)
        this.#first = index
        hasAnswered = true
      } catch (failure) {
        const error = asFieldError(failure)
        errors.push(error)
        if (isRefusal(error)) {
          hasAnswered = true
          if (isAddressRefusal(error)) return this.#learn(block, read, errors)
          this.#countTrouble(block, true)
        } else if (!hasAnswered) {
          this.#first = (index + 1) % blocks.length
          return { values: {}, missing: [], hasAnswered, errors }
        } else this.#countTrouble(block, false)
      }
    }
    return { ...this.#decode(data), hasAnswered, errors }
  }

  /** Looks for what the device refuses in a block, plans anew around it and passes again. */
  async #learn(block: ReadBlock, read: ReadBlockOf, errors: FieldError[]): Promise<PassResult> {
    try {
      await this.#search(block, read)
    } catch (failure) {
      errors.push(asFieldError(failure))
      return { values: {}, missing: [], hasAnswered: true, errors }
    }
    this.#replan()
    if (this.#plan.blocks.length === 0) {
      // A device that refuses everything is not ready yet: nothing is to be learnt from that.
      const missing = this.#registers.map((register) => register.metric)
      this.forget()
      return { values: {}, missing, hasAnswered: true, errors }
    }
    const again = await this.pass(read)
    return { ...again, errors: [...errors, ...again.errors] }
  }

  async #search(refused: ReadBlock, read: ReadBlockOf): Promise<void> {
    const halves = bisect(refused)
    if (!halves) {
      remember(this.#holes, refused)
      return
    }
    remember(this.#cuts, halves[1])
    for (const half of halves) {
      try {
        await read(half)
      } catch (failure) {
        const error = asFieldError(failure)
        if (!isAddressRefusal(error)) throw error
        await this.#search(half, read)
      }
    }
  }

  /** The block that answered last comes first, so that one silent block does not make a device look dead. */
  #order(): number[] {
    const { length } = this.#plan.blocks
    return Array.from({ length }, (_, i) => (this.#first + i) % length)
  }

  #isSkipped(block: ReadBlock): boolean {
    const trouble = this.#troubles.get(block)
    if (!trouble || trouble.skip === 0) return false
    trouble.skip -= 1
    return true
  }

  #countTrouble(block: ReadBlock, isRefused: boolean): void {
    const failures = (this.#troubles.get(block)?.failures ?? 0) + 1
    const skip = failures < LOST_AFTER ? 0 : Math.min(MAX_SKIP, 2 ** (failures - LOST_AFTER))
    this.#troubles.set(block, { failures, isRefused, skip })
  }

  #decode(data: readonly (Buffer | null)[]): Pick<PassResult, 'values' | 'missing'> {
    const values: Record<string, number | null> = {}
    const missing: string[] = []
    for (const register of this.#plan.unreadable) if (register.type !== 'string') missing.push(register.metric)
    for (const field of this.#fields) {
      const bytes = data[field.block]
      if (bytes) values[field.metric] = fieldValue(field, bytes, data)
      else if (this.#isMissing(field.block)) missing.push(field.metric)
    }
    return { values, missing: missing.filter((metric) => !Object.hasOwn(values, metric)) }
  }

  /** A block refused, or silent long enough, takes its values away; one lost answer does not. */
  #isMissing(index: number): boolean {
    const block = this.#plan.blocks[index]
    const trouble = block && this.#troubles.get(block)
    return trouble !== undefined && (trouble.isRefused || trouble.failures >= LOST_AFTER)
  }
}

function remember(places: Map<string, Place>, { table, address }: Place): void {
  places.set(placeKey(table, address), { table, address })
}

function fieldValue(field: Field, bytes: Buffer, data: readonly (Buffer | null)[]): number | null {
  if (field.decode === 'bit') return decodeBit(bytes, field.offset)
  if (!field.scale) return field.decode(bytes, field.offset, 1)
  const scaleBytes = data[field.scale.block]
  const factor = scaleBytes ? scaleFactor(scaleBytes, field.scale.offset) : null
  return factor === null ? null : field.decode(bytes, field.offset, factor)
}

function fieldsOf(plan: ReadPlan): Field[] {
  const fields = new Map<RegisterSpec, Field>()
  plan.blocks.forEach((block, index) => {
    for (const register of block.spans.flatMap((span) => span.registers)) {
      const isInside =
        register.address >= block.address && register.address + register.length <= block.address + block.length
      if (!isInside || fields.has(register)) continue
      const isBit = register.table === 'coil' || register.table === 'discrete'
      const decode = isBit ? 'bit' : decoderOf(register)
      if (!decode) continue
      const offset = (register.address - block.address) * (isBit ? 1 : 2)
      fields.set(register, { metric: register.metric, block: index, offset, decode, scale: scaleOf(register, plan) })
    }
  })
  return [...fields.values()]
}

/** Where the scale register of a value comes in; a place no block brings makes the value null. */
function scaleOf(register: RegisterSpec, plan: ReadPlan): Field['scale'] {
  const address = register.scaleRegister
  if (address === null) return null
  const block = plan.blocks.findIndex(
    (candidate) =>
      candidate.table === register.table &&
      candidate.pollClass === register.pollClass &&
      address >= candidate.address &&
      address < candidate.address + candidate.length,
  )
  return { block, offset: block < 0 ? 0 : (address - (plan.blocks[block]?.address ?? 0)) * 2 }
}

/** An exception is an answer: the device lives, it only does not give this. Absence is told by the gateway instead. */
function isRefusal(error: FieldError): boolean {
  return error.kind === 'exception' && !isAbsentBehindGateway(error.code) && !isBusy(error)
}

function isBusy(error: FieldError): boolean {
  return error.code === EXCEPTION.acknowledge || error.code === EXCEPTION.busy
}

/** Some devices say "illegal value" where a read is longer than they like. */
function isAddressRefusal(error: FieldError): boolean {
  return error.code === EXCEPTION.illegalAddress || error.code === EXCEPTION.illegalValue
}
