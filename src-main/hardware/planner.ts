import type { PollClass, RegisterSpec, RegisterTable, TemplateSpec } from '../../server/core/outside.ts'

/** One read request and the registers whose values it brings. */
export interface ReadBlock {
  readonly table: RegisterTable
  readonly pollClass: PollClass
  readonly address: number
  readonly length: number
  readonly spans: readonly Span[]
}

/** What must be read in one request: a value, or values that share registers. */
export interface Span {
  readonly start: number
  /** First address after it. */
  readonly end: number
  readonly registers: readonly RegisterSpec[]
}

export interface Place {
  readonly table: RegisterTable
  readonly address: number
}

/** What a device taught while it was polled. Keys are `placeKey(table, address)`. */
export interface Learned {
  /** Spans that the device refuses even when read alone, by their first address. */
  readonly holes: ReadonlyMap<string, Place>
  /** Addresses that may not be read together with the address before them. */
  readonly cuts: ReadonlyMap<string, Place>
}

/** Time on the wire: reading a hole of unused registers costs bytes, another request costs the overhead. */
export interface WireCost {
  readonly byteMs: number
  readonly requestMs: number
}

export interface ReadPlan {
  readonly blocks: readonly ReadBlock[]
  /** Registers that cannot be read: forbidden, learned to be refused, or longer than one read may be. */
  readonly unreadable: readonly RegisterSpec[]
}

type Limits = TemplateSpec['limits']

const PROTOCOL_MAX = { coil: 2000, discrete: 2000, input: 125, holding: 125 } as const satisfies Record<
  RegisterTable,
  number
>

export const NOTHING_LEARNED: Learned = { holes: new Map(), cuts: new Map() }

export function placeKey(table: RegisterTable, address: number): string {
  return `${table}:${address}`
}

/** Merges registers of one table and poll class into as few reads as limits, holes and time on the wire allow. */
export function planReads(
  registers: readonly RegisterSpec[],
  limits: Limits,
  cost: WireCost,
  learned: Learned = NOTHING_LEARNED,
): ReadPlan {
  const blocks: ReadBlock[] = []
  const unreadable: RegisterSpec[] = []
  for (const group of grouped(registers)) {
    const maxRead = maxReadOf(group.table, limits)
    const readable: Span[] = []
    for (const span of spansOf(group.registers, maxRead)) {
      if (isReadable(span, group.table, limits, maxRead, learned)) readable.push(span)
      else unreadable.push(...span.registers)
    }
    const mayJoin = joinRule(group.table, limits, cost, learned, maxRead)
    blocks.push(...merged(group.table, group.pollClass, readable, mayJoin))
  }
  return { blocks, unreadable: [...new Set(unreadable)] }
}

/** The two halves of a block, tight around their values; null when it holds one value only. */
export function bisect(block: ReadBlock): readonly [ReadBlock, ReadBlock] | null {
  if (block.spans.length < 2) return null
  const middle = block.spans.length >> 1
  const of = (spans: readonly Span[]) => blockOf(block.table, block.pollClass, spans)
  return [of(block.spans.slice(0, middle)), of(block.spans.slice(middle))]
}

/** Data bytes that a read brings. */
export function bytesOf({ table, length }: ReadBlock): number {
  return isBits(table) ? Math.ceil(length / 8) : length * 2
}

function isBits(table: RegisterTable): boolean {
  return table === 'coil' || table === 'discrete'
}

function maxReadOf(table: RegisterTable, limits: Limits): number {
  // max_read of a template counts registers; bits have sixteen times the room.
  return Math.min(PROTOCOL_MAX[table], isBits(table) ? limits.maxRead * 16 : limits.maxRead)
}

function grouped(registers: readonly RegisterSpec[]) {
  const groups = new Map<string, { table: RegisterTable; pollClass: PollClass; registers: RegisterSpec[] }>()
  for (const register of registers) {
    const key = `${register.table}/${register.pollClass}`
    const group = groups.get(key) ?? { table: register.table, pollClass: register.pollClass, registers: [] }
    group.registers.push(register)
    groups.set(key, group)
  }
  return groups.values()
}

/** Values and their scale registers as spans in address order; overlapping ones become one while that fits a read. */
function spansOf(registers: readonly RegisterSpec[], maxRead: number): Span[] {
  const pieces: Span[] = []
  for (const register of registers) {
    pieces.push({ start: register.address, end: register.address + register.length, registers: [register] })
    if (register.scaleRegister !== null)
      pieces.push({ start: register.scaleRegister, end: register.scaleRegister + 1, registers: [register] })
  }
  pieces.sort((a, b) => a.start - b.start || a.end - b.end)
  const spans: Span[] = []
  for (const piece of pieces) {
    const last = spans.at(-1)
    if (last && piece.start < last.end && Math.max(last.end, piece.end) - last.start <= maxRead) {
      spans[spans.length - 1] = {
        start: last.start,
        end: Math.max(last.end, piece.end),
        registers: [...new Set([...last.registers, ...piece.registers])],
      }
    } else spans.push(piece)
  }
  return spans
}

function isReadable(span: Span, table: RegisterTable, limits: Limits, maxRead: number, learned: Learned): boolean {
  if (span.end - span.start > maxRead || span.end > 0x10000) return false
  return !learned.holes.has(placeKey(table, span.start)) && !crossesForbidden(span.start, span.end, limits)
}

/** Forbidden ranges name their first and last address. */
function crossesForbidden(start: number, end: number, limits: Limits): boolean {
  return limits.forbidden.some(([first, last]) => start <= last && end > first)
}

type JoinRule = (first: Span, last: Span, next: Span) => boolean

function joinRule(table: RegisterTable, limits: Limits, cost: WireCost, learned: Learned, maxRead: number): JoinRule {
  const bytesPerAddress = isBits(table) ? 1 / 8 : 2
  return (first, last, next) => {
    const hole = Math.max(0, next.start - last.end)
    if (Math.max(last.end, next.end) - first.start > maxRead || hole > limits.maxGap) return false
    if (hole * bytesPerAddress * cost.byteMs > cost.requestMs) return false
    return !learned.cuts.has(placeKey(table, next.start)) && !crossesForbidden(first.start, next.end, limits)
  }
}

function merged(table: RegisterTable, pollClass: PollClass, spans: readonly Span[], mayJoin: JoinRule): ReadBlock[] {
  const blocks: ReadBlock[] = []
  let open: Span[] = []
  for (const span of spans) {
    const [first, last] = [open[0], open.at(-1)]
    if (first && last && !mayJoin(first, last, span)) {
      blocks.push(blockOf(table, pollClass, open))
      open = []
    }
    open.push(span)
  }
  if (open.length > 0) blocks.push(blockOf(table, pollClass, open))
  return blocks
}

function blockOf(table: RegisterTable, pollClass: PollClass, spans: readonly Span[]): ReadBlock {
  const start = Math.min(...spans.map((span) => span.start))
  const end = Math.max(...spans.map((span) => span.end))
  return { table, pollClass, address: start, length: end - start, spans }
}
