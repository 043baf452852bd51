import type { Device } from '../core/devices/devices.types.ts'
import type { Inventory } from '../core/devices/inventory.ts'
import type { CounterEvent, CounterEventKind } from '../core/energy/energy.types.ts'
import { mostIn } from '../core/energy/plausible.ts'
import type { Quality, Reading } from '../core/outside.ts'
import { isWrap } from '../core/telemetry/counter.ts'
import type { Latest, Sample, TelemetryStore } from '../core/telemetry/store.ts'

export interface CounterGuardDeps {
  readonly store: Pick<TelemetryStore, 'around'>
  readonly inventory: Inventory
  /** Where a device's counter starts again from zero; null = unknown. */
  readonly modulusOf: (device: Device, metric: string) => number | null
  /** Told of what a counter did; `at` is the first sample after it. */
  readonly noted: (event: CounterEvent) => void
}

interface Held extends Sample {
  readonly quality: Quality
}

/** Where a counter stood when it was last believed, and the sample after it that is not believed yet. */
interface Course {
  at: number
  value: number
  held: Held | null
}

interface LateSample {
  readonly reading: Reading
  readonly metric: string
  readonly value: number
}

/** What is to become of one value of a reading. */
type Verdict = 'good' | 'doubtful'

const USABLE: ReadonlySet<Quality> = new Set(['good', 'estimated', 'simulated'])

/**
 * Stands between intake and store and keeps misread counters out of every sum. A sample that the counter cannot have come
 * to is stored as `invalid`: the raw value stays on record and no arithmetic sees it. The next read tells: if it goes on
 * from where the counter was, the sample was a spike; if it goes on from the sample, that was the truth and is stored
 * again with its own quality.
 */
export class CounterGuard {
  readonly #deps: CounterGuardDeps
  readonly #courses = new Map<string, Map<string, Course>>()
  readonly #isCounter = new Map<string, boolean>()

  constructor(deps: CounterGuardDeps) {
    this.#deps = deps
  }

  /** What the store knew when the hub started. */
  load(latest: ReadonlyMap<string, ReadonlyMap<string, Latest>>): void {
    for (const [deviceId, series] of latest)
      for (const [metric, { at, value, quality }] of series)
        if (value !== null && USABLE.has(quality) && this.#counts(metric)) this.rebase(deviceId, metric, at, value)
  }

  /** A counter is known to stand somewhere: a meter was exchanged. An exchange that lies in the past changes nothing. */
  rebase(deviceId: string, metric: string, at: number, value: number): void {
    const courses = this.#coursesOf(deviceId)
    const course = courses.get(metric)
    if (!course) courses.set(metric, { at, value, held: null })
    else if (at >= course.at) Object.assign(course, { at, value, held: null })
  }

  forget(deviceId: string): void {
    this.#courses.delete(deviceId)
  }

  /** The readings as they are to be stored. */
  async judged(readings: readonly Reading[]): Promise<readonly Reading[]> {
    let judged: Reading[] | null = null
    const late: LateSample[] = []
    for (const [i, reading] of readings.entries()) {
      const parts = USABLE.has(reading.quality) ? this.#parts(reading, late) : null
      if (parts) judged ??= readings.slice(0, i)
      judged?.push(...(parts ?? [reading]))
    }
    const result = judged ?? readings
    return late.length === 0 ? result : this.#withoutMisfits(result, late)
  }

  /** What the reading becomes; null: it stays as it is. */
  #parts(reading: Reading, late: LateSample[]): readonly Reading[] | null {
    const doubtful: string[] = []
    const released: Reading[] = []
    const courses = this.#coursesOf(reading.deviceId)
    for (const metric in reading.values) {
      const value = reading.values[metric] ?? null
      if (value === null || !this.#counts(metric)) continue
      const course = courses.get(metric)
      if (!course || reading.at > course.at) {
        if (this.#follow(reading, metric, value, course, released) === 'doubtful') doubtful.push(metric)
      } else if (reading.at < course.at || value !== course.value) late.push({ reading, metric, value })
    }
    return doubtful.length + released.length === 0 ? null : [...released, ...splitOff(reading, doubtful)]
  }

  /** A sample later than all before it. */
  #follow(reading: Reading, metric: string, value: number, course: Course | undefined, released: Reading[]): Verdict {
    const { deviceId, at, quality } = reading
    const device = this.#deps.inventory.devices.get(deviceId)
    if (!course || !device) {
      this.#coursesOf(deviceId).set(metric, { at, value, held: null })
      return 'good'
    }
    const most = mostIn(device)
    const wraps = isWrap(course.value, value, this.#modulus(device, metric, course.value, value))
    if (wraps || isStep(course, { at, value }, most)) {
      if (course.held) this.#note(device, metric, course.held.at, 'spike', course.value, course.held.value)
      if (wraps) this.#note(device, metric, at, 'rollover', course.value, value)
      Object.assign(course, { at, value, held: null })
      return 'good'
    }
    const { held } = course
    if (held && isStep(held, { at, value }, most)) {
      released.push({ deviceId, at: held.at, values: { [metric]: held.value }, quality: held.quality })
      this.#note(device, metric, held.at, confirmedKind(course, held, most), course.value, held.value)
      Object.assign(course, { at, value, held: null })
      return 'good'
    }
    if (held) this.#note(device, metric, held.at, 'spike', course.value, held.value)
    course.held = { at, value, quality }
    return 'doubtful'
  }

  /** Late samples must lie between what was read before and after them. */
  async #withoutMisfits(readings: readonly Reading[], late: readonly LateSample[]): Promise<readonly Reading[]> {
    const misfits = new Map<Reading, string[]>()
    for (const samples of Map.groupBy(late, ({ reading, metric }) => `${reading.deviceId} ${metric}`).values())
      for (const { reading, metric } of await this.#misfits(samples))
        misfits.set(reading, [...(misfits.get(reading) ?? []), metric])
    if (misfits.size === 0) return readings
    return readings.flatMap((reading) => splitOff(reading, misfits.get(reading) ?? []))
  }

  /** Those of one series. */
  async #misfits(samples: readonly LateSample[]): Promise<readonly LateSample[]> {
    const [first] = samples
    const device = first && this.#deps.inventory.devices.get(first.reading.deviceId)
    if (!device) return []
    const { metric } = first
    // The sample itself may be stored already: neighbours are looked for on either side of its instant.
    const instants = samples.flatMap(({ reading }) => [reading.at - 1, reading.at])
    const around = await this.#deps.store.around(device.id, metric, instants)
    const modulus = this.#deps.modulusOf(device, metric)
    return samples.filter(({ reading: { at }, value }, i) => {
      const before = around[2 * i]?.before ?? null
      const after = around[2 * i + 1]?.after ?? null
      if (fits({ at, value }, before, after, mostIn(device), modulus)) return false
      this.#note(device, metric, at, 'spike', before?.value ?? after?.value ?? value, value)
      return true
    })
  }

  /** Asked only for a drop: looking into the template costs more than all else here. */
  #modulus(device: Device, metric: string, from: number, to: number): number | null {
    return to < from ? this.#deps.modulusOf(device, metric) : null
  }

  #note(device: Device, metric: string, at: number, kind: CounterEventKind, from: number, to: number): void {
    this.#deps.noted({ tenantId: device.tenantId, deviceId: device.id, metric, at, kind, from, to })
  }

  #counts(metric: string): boolean {
    let counts = this.#isCounter.get(metric)
    if (counts === undefined) {
      counts = /^(reactive_)?energy_(import|export|inductive|capacitive)(_|$)/.test(metric)
      this.#isCounter.set(metric, counts)
    }
    return counts
  }

  #coursesOf(deviceId: string): Map<string, Course> {
    let courses = this.#courses.get(deviceId)
    if (!courses) {
      courses = new Map()
      this.#courses.set(deviceId, courses)
    }
    return courses
  }
}

/** Whether a counter can have come from one sample to a later one. */
const isStep = (from: Sample, to: Sample, most: (durationMs: number) => number): boolean =>
  to.value >= from.value && to.value - from.value <= most(to.at - from.at)

/** A drop to what can have been counted since zero is a reset; to anything else the index was set by somebody. */
const confirmedKind = (before: Sample, after: Sample, most: (durationMs: number) => number): CounterEventKind =>
  after.value < before.value && after.value <= most(after.at - before.at) ? 'reset' : 'jump'

function fits(
  sample: Sample,
  before: Sample | null,
  after: Sample | null,
  most: (durationMs: number) => number,
  modulus: number | null,
): boolean {
  const follows = (from: Sample, to: Sample) => isStep(from, to, most) || isWrap(from.value, to.value, modulus)
  const fitsBefore = before === null || follows(before, sample)
  const fitsAfter = after === null || follows(sample, after)
  // Between two courses of a counter that was reset a sample belongs to either.
  return before && after && after.value < before.value ? fitsBefore || fitsAfter : fitsBefore && fitsAfter
}

/** The reading without its doubtful values, and those beside it as invalid. */
function splitOff(reading: Reading, doubtful: readonly string[]): readonly Reading[] {
  if (doubtful.length === 0) return [reading]
  const [sound, unsound]: Record<string, number | null>[] = [{}, {}]
  for (const [metric, value] of Object.entries(reading.values)) {
    const target = doubtful.includes(metric) ? unsound : sound
    if (target) target[metric] = value
  }
  return [
    ...(sound && Object.keys(sound).length > 0 ? [{ ...reading, values: sound }] : []),
    { ...reading, values: unsound ?? {}, quality: 'invalid' },
  ]
}
