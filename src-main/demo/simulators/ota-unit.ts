import { createHash, createPublicKey, verify } from 'node:crypto'

/** What goes wrong with a unit's updates; each is something that units in the field do. */
export type OtaMishap =
  /** Its bootloader refuses the image when it is nearly written. */
  | 'install_fails'
  /** The file arrives damaged. */
  | 'download_damaged'
  /** It says that it is done, and runs on with what it had. */
  | 'lies'
  /** It says that it is done, and does not say what it runs. */
  | 'keeps_quiet'
  /** The new image does not start; the old one comes back. */
  | 'rolls_back'

export interface OtaUnitOptions {
  readonly version: string
  readonly deviceType: string
  readonly hwRevision: string
  /** PEM; null believes any file that has the right hash. */
  readonly publicKey: string | null
  /** Publishes on `ota/status`. */
  readonly say: (payload: string) => void
  /** Goes off the line and comes back, as a restart does. */
  readonly restart: () => void
  /** How long each tenth of a step takes. */
  readonly pace: (signal: AbortSignal) => Promise<void>
  /** Whether something goes wrong this time. */
  readonly mishap?: () => OtaMishap | null
  /** Told of what survives a power cut. */
  readonly changed?: (version: string) => void
}

interface Offer {
  readonly id: string
  readonly url: string
  readonly version: string
  readonly sha256: string
  readonly size: number
  readonly signature: string | null
}

const TENTHS = Array.from({ length: 10 }, (_, index) => (index + 1) * 10)

/**
 * A gateway's updater: fetches by HTTP, going on where it broke off, checks size, hash and signature, installs, restarts
 * and says what it runs. Its flash (the version, and what has been fetched so far) survives a power cut; nothing else does.
 */
export class OtaUnit {
  readonly #options: OtaUnitOptions
  #version: string
  #fetched: { sha256: string; bytes: Buffer } | null = null
  #working: { readonly id: string; readonly aborting: AbortController } | null = null

  constructor(options: OtaUnitOptions) {
    this.#options = options
    this.#version = options.version
  }

  get version(): string {
    return this.#version
  }

  /** Bytes of a file that is not whole yet. */
  get fetchedBytes(): number {
    return this.#fetched?.bytes.length ?? 0
  }

  /** After every connect: what it is and runs. While it works on something it says nothing of that. */
  announce(): void {
    if (this.#working) return
    const { deviceType, hwRevision } = this.#options
    this.#say({ state: 'idle', version: this.#version, device_type: deviceType, hw_revision: hwRevision })
  }

  /** A message on `ota`. The same offer twice is one offer. */
  command(payload: string): void {
    const message = JSON.parse(payload) as Offer & { readonly cancel?: boolean }
    if (message.cancel) {
      if (this.#working?.id === message.id) this.powerCut()
      return
    }
    if (this.#working?.id === message.id) return
    this.powerCut()
    const aborting = new AbortController()
    const working = { id: message.id, aborting }
    this.#working = working
    this.#work(message, aborting.signal)
      .catch((error: unknown) => {
        if (!aborting.signal.aborted)
          this.#say({ id: message.id, state: 'failed', error: error instanceof Error ? error.message : String(error) })
      })
      .finally(() => {
        if (this.#working === working) this.#working = null
      })
  }

  /** Everything that is under way is lost. */
  powerCut(): void {
    this.#working?.aborting.abort()
    this.#working = null
  }

  async #work(offer: Offer, signal: AbortSignal): Promise<void> {
    const { id, version } = offer
    const mishap = this.#options.mishap?.() ?? null
    if (version === this.#version) return this.#say({ id, state: 'succeeded', version })
    const bytes = await this.#download(offer, signal)
    if (mishap === 'download_damaged') bytes[0] = (bytes[0] ?? 0) ^ 1
    this.#say({ id, state: 'verifying', version: this.#version })
    await this.#options.pace(signal)
    this.#fetched = null
    this.#verify(offer, bytes)
    for (const progress of TENTHS) {
      this.#say({ id, state: 'installing', progress, version: this.#version })
      await this.#options.pace(signal)
      if (mishap === 'install_fails' && progress === 60) throw new Error('image not accepted by the bootloader')
    }
    if (mishap === 'lies') return this.#say({ id, state: 'succeeded', version: this.#version })
    if (mishap === 'keeps_quiet') return this.#say({ id, state: 'succeeded' })
    if (mishap !== 'rolls_back') {
      this.#version = version
      this.#options.changed?.(version)
    }
    this.#working = null
    this.#options.restart()
  }

  async #download({ id, url, sha256, size }: Offer, signal: AbortSignal): Promise<Buffer> {
    this.#say({ id, state: 'downloading', progress: 0 })
    let bytes = this.#fetched?.sha256 === sha256 ? this.#fetched.bytes : Buffer.alloc(0)
    const answer = await fetch(url, {
      signal,
      ...(bytes.length > 0 && { headers: { range: `bytes=${bytes.length}-` } }),
    })
    if (!answer.ok || !answer.body) throw new Error(`download refused: ${answer.status}`)
    if (answer.status === 200) bytes = Buffer.alloc(0)
    let told = 0
    for await (const chunk of answer.body) {
      bytes = Buffer.concat([bytes, chunk])
      this.#fetched = { sha256, bytes }
      const progress = Math.floor((10 * bytes.length) / size) * 10
      for (const tenth of TENTHS.filter((each) => each > told && each <= progress)) {
        told = tenth
        this.#say({ id, state: 'downloading', progress: tenth })
        await this.#options.pace(signal)
      }
    }
    return bytes
  }

  #verify({ size, sha256, signature }: Offer, bytes: Buffer): void {
    const { publicKey } = this.#options
    if (bytes.length !== size) throw new Error(`size is ${bytes.length}, not ${size}`)
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('hash does not fit')
    if (publicKey === null) return
    if (!signature || !verify(null, bytes, createPublicKey(publicKey), Buffer.from(signature, 'base64')))
      throw new Error('signature does not fit')
  }

  #say(status: object): void {
    this.#options.say(JSON.stringify(status))
  }
}
