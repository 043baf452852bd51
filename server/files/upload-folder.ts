import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReceivedFile, StoredFile } from '../core/files.ts'
import type { FirmwareFiles } from '../core/firmware/firmware.types.ts'
import type { Uploads } from '../http/multipart.ts'

const CHUNK_BYTES = 256 * 1024

/** Files on their way in: written and hashed in one pass, and forced to disk before anybody is told of them. */
export class UploadFolder implements Uploads {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** What a crash left half is of no use to anybody. */
  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    for (const name of await readdir(this.#folder)) await rm(join(this.#folder, name), { force: true })
  }

  pathOf(file: ReceivedFile): string {
    return join(this.#folder, file.key)
  }

  async receive(bytes: AsyncIterable<Uint8Array>, name: string | null): Promise<ReceivedFile> {
    const key = randomUUID()
    const path = join(this.#folder, key)
    const hash = createHash('sha256')
    let sizeBytes = 0
    const file = await open(path, 'wx', 0o600)
    try {
      for await (const chunk of bytes) {
        hash.update(chunk)
        sizeBytes += chunk.byteLength
        await file.writeFile(chunk)
      }
      await file.sync()
    } catch (error) {
      await file.close()
      await rm(path, { force: true })
      throw error
    }
    await file.close()
    return { key, name: name?.slice(0, 200) ?? null, sizeBytes, sha256: hash.digest('hex') }
  }

  async discard(file: ReceivedFile): Promise<void> {
    await rm(this.pathOf(file), { force: true })
  }
}

/** Firmware under its own hash, so that a file can neither be overwritten by another nor be told apart wrongly. */
export class FirmwareFolder implements FirmwareFiles {
  readonly #folder: string
  readonly #uploads: UploadFolder
  /** Files whose bytes were found to be what their name says, as long as the file system says they are the same. */
  readonly #checked = new Map<string, string>()

  constructor(folder: string, uploads: UploadFolder) {
    this.#folder = folder
    this.#uploads = uploads
  }

  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
  }

  receive(bytes: AsyncIterable<Uint8Array>, name: string | null): Promise<ReceivedFile> {
    return this.#uploads.receive(bytes, name)
  }

  discard(file: ReceivedFile): Promise<void> {
    return this.#uploads.discard(file)
  }

  receivedBytes(file: ReceivedFile): Promise<Uint8Array> {
    return readFile(this.#uploads.pathOf(file))
  }

  async keep(file: ReceivedFile): Promise<void> {
    await rename(this.#uploads.pathOf(file), this.#pathOf(file.sha256))
  }

  async stored(sha256: string): Promise<StoredFile | null> {
    const path = this.#pathOf(sha256)
    const found = await stat(path).catch(() => null)
    if (!found) return null
    const fingerprint = `${found.ino} ${found.size} ${found.mtimeMs}`
    if (this.#checked.get(sha256) !== fingerprint) {
      if ((await hashOf(path)) !== sha256) return null
      this.#checked.set(sha256, fingerprint)
    }
    return {
      sizeBytes: found.size,
      read: (start, end) => createReadStream(path, { start, end, highWaterMark: CHUNK_BYTES }),
    }
  }

  async storedBytes(sha256: string): Promise<Uint8Array | null> {
    return (await this.stored(sha256)) ? readFile(this.#pathOf(sha256)) : null
  }

  async keepOnly(known: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.#folder)) if (!known.has(name)) await rm(join(this.#folder, name))
  }

  async remove(sha256: string): Promise<void> {
    this.#checked.delete(sha256)
    await rm(this.#pathOf(sha256), { force: true })
  }

  #pathOf(sha256: string): string {
    return join(this.#folder, sha256)
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) hash.update(chunk)
  return hash.digest('hex')
}
