import { QUALITIES } from '../../core/outside.ts'

/** Missing values travel as NaN inside the store; they are null at its edges. */
export const MISSING = Number.NaN

const USABLE = QUALITIES.map((quality) => quality === 'good' || quality === 'estimated' || quality === 'simulated')

/** Whether a sample counts in aggregates: it has a value and its quality vouches for it. */
export const isUsable = (value: number, quality: number) => !Number.isNaN(value) && USABLE[quality] === true

/** Samples of one series as parallel arrays. `quality` holds the index in QUALITIES. */
export class Columns {
  at: Float64Array
  value: Float64Array
  quality: Uint8Array
  length = 0

  constructor(capacity = 64) {
    this.at = new Float64Array(capacity)
    this.value = new Float64Array(capacity)
    this.quality = new Uint8Array(capacity)
  }

  push(at: number, value: number, quality: number): void {
    if (this.length === this.at.length) this.reserve(1)
    this.at[this.length] = at
    this.value[this.length] = value
    this.quality[this.length++] = quality
  }

  reserve(more: number): void {
    const wanted = this.length + more
    if (wanted <= this.at.length) return
    const capacity = Math.max(wanted, this.at.length * 2)
    this.at = grown(this.at, new Float64Array(capacity))
    this.value = grown(this.value, new Float64Array(capacity))
    this.quality = grown(this.quality, new Uint8Array(capacity))
  }

  append(other: Columns, from = 0, to = other.length): void {
    this.reserve(to - from)
    this.at.set(other.at.subarray(from, to), this.length)
    this.value.set(other.value.subarray(from, to), this.length)
    this.quality.set(other.quality.subarray(from, to), this.length)
    this.length += to - from
  }

  slice(from: number, to: number): Columns {
    const part = new Columns(Math.max(0, to - from))
    if (to > from) part.append(this, from, to)
    return part
  }

  /** Index of the first sample at or after `at`. Needs sorted columns. */
  lowerBound(at: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.at[middle] ?? 0) < at) low = middle + 1
      else high = middle
    }
    return low
  }

  isStrictlyAscending(): boolean {
    const at = this.at
    for (let i = 1; i < this.length; i++) if (!((at[i - 1] ?? 0) < (at[i] ?? 0))) return false
    return true
  }

  /** In time order, one sample per instant; of several at one instant the one appended last stays. */
  normalized(): Columns {
    if (this.isStrictlyAscending()) return this
    const at = this.at
    const order = Uint32Array.from({ length: this.length }, (_, index) => index)
    order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b)
    const result = new Columns(this.length)
    for (let i = 0; i < order.length; i++) {
      const index = order[i] ?? 0
      const next = order[i + 1]
      if (next !== undefined && at[next] === at[index]) continue
      result.push(at[index] ?? 0, this.value[index] ?? MISSING, this.quality[index] ?? 0)
    }
    return result
  }
}

function grown<T extends Float64Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old)
  return larger
}
