import { constants, crc32, deflateRawSync } from 'node:zlib'

const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
/** Sizes follow the data; names are UTF-8. */
const FLAGS = 0x0808
const DEFLATE = 8
/** 1 January 1980: what a zip says when it does not tell. */
const NO_DATE = 0x0021
const MOST_BYTES = 0xffff_ffff

interface Entry {
  readonly name: Buffer
  readonly offset: number
  crc: number
  compressed: number
  size: number
}

/**
 * A zip archive (APPNOTE 4.4) that is written as it grows: nothing is kept but the list of entries. Each piece is
 * deflated by itself and flushed to a byte border, so that the pieces join into one stream.
 */
export class ZipWriter {
  readonly #entries: Entry[] = []
  #offset = 0
  #open: Entry | null = null

  /** Begins an entry; the one before must be closed. */
  begin(name: string): Buffer {
    const bytes = Buffer.from(name)
    this.#open = { name: bytes, offset: this.#offset, crc: 0, compressed: 0, size: 0 }
    const head = Buffer.alloc(30)
    head.writeUInt32LE(LOCAL, 0)
    head.writeUInt16LE(VERSION, 4)
    head.writeUInt16LE(FLAGS, 6)
    head.writeUInt16LE(DEFLATE, 8)
    head.writeUInt16LE(NO_DATE, 12)
    head.writeUInt16LE(bytes.length, 26)
    return this.#out(Buffer.concat([head, bytes]))
  }

  /** @throws Error when the archive outgrows what every spreadsheet program can open (4 GiB) */
  add(data: Uint8Array): Buffer {
    const entry = this.#current()
    entry.crc = crc32(data, entry.crc)
    entry.size += data.byteLength
    return this.#deflated(entry, data, constants.Z_FULL_FLUSH)
  }

  close(): Buffer {
    const entry = this.#current()
    const last = this.#deflated(entry, new Uint8Array(0), constants.Z_FINISH)
    const tail = Buffer.alloc(16)
    tail.writeUInt32LE(DESCRIPTOR, 0)
    tail.writeUInt32LE(entry.crc, 4)
    tail.writeUInt32LE(entry.compressed, 8)
    tail.writeUInt32LE(entry.size, 12)
    this.#entries.push(entry)
    this.#open = null
    return Buffer.concat([last, this.#out(tail)])
  }

  whole(name: string, text: string): Buffer {
    return Buffer.concat([this.begin(name), this.add(Buffer.from(text)), this.close()])
  }

  /** The directory that ends the archive. */
  finish(): Buffer {
    const begin = this.#offset
    const parts = this.#entries.map((entry) => this.#out(central(entry)))
    const end = Buffer.alloc(22)
    end.writeUInt32LE(END, 0)
    end.writeUInt16LE(this.#entries.length, 8)
    end.writeUInt16LE(this.#entries.length, 10)
    end.writeUInt32LE(this.#offset - begin, 12)
    end.writeUInt32LE(begin, 16)
    return Buffer.concat([...parts, end])
  }

  #deflated(entry: Entry, data: Uint8Array, finishFlush: number): Buffer {
    const bytes = deflateRawSync(data, { level: constants.Z_BEST_SPEED, finishFlush })
    entry.compressed += bytes.length
    return this.#out(bytes)
  }

  #out(bytes: Buffer): Buffer {
    this.#offset += bytes.length
    if (this.#offset > MOST_BYTES || (this.#open?.size ?? 0) > MOST_BYTES) throw new Error('the archive is too large')
    return bytes
  }

  #current(): Entry {
    if (!this.#open) throw new Error('no entry is open')
    return this.#open
  }
}

function central({ name, offset, crc, compressed, size }: Entry): Buffer {
  const head = Buffer.alloc(46)
  head.writeUInt32LE(CENTRAL, 0)
  head.writeUInt16LE(VERSION, 4)
  head.writeUInt16LE(VERSION, 6)
  head.writeUInt16LE(FLAGS, 8)
  head.writeUInt16LE(DEFLATE, 10)
  head.writeUInt16LE(NO_DATE, 14)
  head.writeUInt32LE(crc, 16)
  head.writeUInt32LE(compressed, 20)
  head.writeUInt32LE(size, 24)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt32LE(offset, 42)
  return Buffer.concat([head, name])
}
