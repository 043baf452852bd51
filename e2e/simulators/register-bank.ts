import type { RegisterTable } from '../../server/core/outside.ts'

const PAGE = 256

/** The four tables of one Modbus unit. Registers never set read 0; only the pages in use take memory. */
export class RegisterBank {
  readonly #pages = new Map<string, Uint16Array>()
  readonly #holes: { table: RegisterTable; first: number; last: number; code: number }[] = []
  readonly #kept: { table: RegisterTable; first: number; last: number; code: number }[] = []

  get(table: RegisterTable, address: number): number {
    return this.#pages.get(`${table}${Math.floor(address / PAGE)}`)?.[address % PAGE] ?? 0
  }

  set(table: RegisterTable, address: number, ...words: number[]): void {
    words.forEach((word, index) => {
      const at = address + index
      const key = `${table}${Math.floor(at / PAGE)}`
      const page = this.#pages.get(key) ?? new Uint16Array(PAGE)
      this.#pages.set(key, page)
      page[at % PAGE] = word
    })
  }

  /** A master's write. */
  write(table: RegisterTable, address: number, ...words: number[]): void {
    this.set(table, address, ...words)
  }

  /** Reads that touch [first, last] are refused with this exception (2 = illegal address). */
  refuse(table: RegisterTable, first: number, last: number, code = 2): void {
    this.#holes.push({ table, first, last, code })
  }

  /** Writes that touch [first, last] are refused with this exception; 0 = taken without an effect. */
  keep(table: RegisterTable, first: number, last: number, code = 0): void {
    this.#kept.push({ table, first, last, code })
  }

  /** Takes every refusal back. */
  allow(): void {
    this.#holes.length = 0
    this.#kept.length = 0
  }

  /** What a write of `length` from `address` meets: an exception code, 0 = no effect, null = it is taken. */
  keeping(table: RegisterTable, address: number, length: number): number | null {
    return find(this.#kept, table, address, length)?.code ?? null
  }

  /** Exception code that a read of `length` from `address` meets; 0 = none. */
  refusal(table: RegisterTable, address: number, length: number): number {
    return find(this.#holes, table, address, length)?.code ?? 0
  }
}

function find<T extends { table: RegisterTable; first: number; last: number }>(
  ranges: readonly T[],
  table: RegisterTable,
  address: number,
  length: number,
): T | undefined {
  return ranges.find((each) => each.table === table && address <= each.last && address + length > each.first)
}
