import { type Actor, requirePermission } from '../access.ts'
import type { StoreStats, TelemetryStore } from '../telemetry/store.ts'

export interface SystemReport {
  readonly version: string
  readonly uptimeS: number
  readonly node: string
  readonly database: { readonly kind: 'sqlite' | 'postgres'; readonly bytes: number | null }
  readonly telemetry: StoreStats
  readonly mqttUrl: string | null
  readonly dataFolder: string
}

/** Who listens on /ws/telemetry, and how much is waiting for them. */
export interface SocketStats {
  readonly clients: number
  readonly subscriptions: number
  readonly queuedDevices: number
  readonly bufferedBytes: number
  readonly messagesPerS: number
  readonly readingsPerS: number
  /** Readings that a client was told of only in their newest form, since start. */
  readonly mergedReadings: number
}

export interface SystemDeps {
  readonly sockets: () => SocketStats
  readonly version: string
  readonly node: string
  readonly startedAt: number
  readonly now: () => number
  readonly isDemo: boolean
  readonly dataFolder: string
  readonly telemetry: TelemetryStore
  readonly database: { readonly kind: 'sqlite' | 'postgres'; bytes(): Promise<number | null>; check(): Promise<void> }
  readonly mqttUrl: () => Promise<string | null>
  readonly isSetUp: () => Promise<boolean>
  /** Base maps that the user has put into the data folder. */
  readonly baseMaps: () => Promise<readonly string[]>
}

/** The hub about itself. */
export class System {
  readonly #deps: SystemDeps

  constructor(deps: SystemDeps) {
    this.#deps = deps
  }

  get isDemo(): boolean {
    return this.#deps.isDemo
  }

  health(): { status: 'ok'; version: string; uptimeS: number } {
    return { status: 'ok', version: this.#deps.version, uptimeS: this.#uptimeS() }
  }

  /** False when the database does not answer. */
  async isReady(): Promise<boolean> {
    try {
      await this.#deps.database.check()
      return true
    } catch {
      return false
    }
  }

  async publicConfig() {
    return {
      setupRequired: !(await this.#deps.isSetUp()),
      isDemo: this.#deps.isDemo,
      version: this.#deps.version,
      languages: ['tr', 'en'],
      baseMaps: await this.#deps.baseMaps(),
    }
  }

  sockets(): SocketStats {
    return this.#deps.sockets()
  }

  async report(actor: Actor): Promise<SystemReport> {
    requirePermission(actor, 'system:read')
    const [bytes, telemetry, mqttUrl] = await Promise.all([
      this.#deps.database.bytes(),
      this.#deps.telemetry.stats(),
      this.#deps.mqttUrl(),
    ])
    return {
      version: this.#deps.version,
      uptimeS: this.#uptimeS(),
      node: this.#deps.node,
      database: { kind: this.#deps.database.kind, bytes },
      telemetry,
      mqttUrl,
      dataFolder: this.#deps.dataFolder,
    }
  }

  #uptimeS(): number {
    return Math.floor((this.#deps.now() - this.#deps.startedAt) / 1000)
  }
}
