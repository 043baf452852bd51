import type {
  ClaimAnswer,
  Clock,
  DeviceDiagnostics,
  Fault,
  GatewayLink,
  GatewayMessage,
  GatewayPlan,
  GatewayReport,
  InboxMessage,
  Log,
  Reading,
  WriteOutcome,
  WriteRequest,
} from '../../server/core/outside.ts'

/** Where a driver puts what it learns. The field bus stands behind it: it batches, bounds and counts. */
export interface Sink {
  /**
   * Hands readings to the hub and resolves after they are on disk; rejects if they could not be committed.
   * For protocols that acknowledge to the sender (MQTT QoS 1).
   */
  commit(batch: readonly Reading[]): Promise<void>
  /** Leaves a reading to be delivered when the hub can take it. Never waits; under pressure the oldest are dropped. */
  offer(reading: Reading): void
  /** Call on change only. */
  link(link: GatewayLink): void
  fault(fault: Fault): void
  inbox(message: InboxMessage): void
  /** Resolves after the hub has taken it; rejects if it could not. */
  report(report: GatewayReport): Promise<void>
  /** For who has no credentials yet. */
  claim(code: string): Promise<ClaimAnswer>
}

export interface DriverContext {
  readonly sink: Sink
  readonly clock: Clock
  readonly log: Log
  /** Aborted when the field bus stops: a start still under way must give up. */
  readonly signal: AbortSignal
}

/** One gateway being talked to. */
export interface Session {
  /** Takes a changed plan of the same gateway over; devices whose plan did not change are not disturbed. */
  update(plan: GatewayPlan): Promise<void>
  describe(deviceId: string): DeviceDiagnostics | null
  /** Where devices can be written to. What the device or the line does wrong is an outcome, never a rejection. */
  write?(request: WriteRequest): Promise<WriteOutcome>
  /** Where the gateway takes messages. */
  publish?(message: GatewayMessage): Promise<{ readonly isConnected: boolean }>
  /** Idempotent. After it nothing more is put into the sink for this gateway. */
  stop(): Promise<void>
}

/** What all sessions of one driver share while the field bus runs: a broker, the queue of each bus. */
export interface DriverRuntime {
  /** Address that others can connect to, e.g. "mqtt://127.0.0.1:1883"; null where the driver only connects outwards. */
  readonly endpoint: string | null
  open(plan: GatewayPlan): Promise<Session>
  /** Idempotent; stops what is shared after the sessions were stopped. */
  stop(): Promise<void>
}

export type MqttConfig =
  /** The broker inside; port 0 = any free one. */
  | { readonly mode: 'embedded'; readonly host: string; readonly port: number }
  /** A broker elsewhere, mqtt:// or mqtts://; credentials may be in the URL or here. `ca` is PEM text. */
  | {
      readonly mode: 'external'
      readonly url: string
      readonly username?: string
      readonly password?: string
      readonly ca?: string
    }
  | { readonly mode: 'off' }

/** Settings of the drivers as a whole (not of one gateway). */
export interface HardwareConfig {
  readonly mqtt: MqttConfig
}

export interface Driver {
  /**
   * Starts what the sessions share. Null = switched off by configuration: its gateways stay offline with cause
   * "switched off". Rejects with the system's error (EADDRINUSE …) when the service cannot start.
   */
  start(config: HardwareConfig, context: DriverContext): Promise<DriverRuntime | null>
}

/** Checks a driver where it is defined; the value is the driver itself. Which types it serves stands in drivers.ts. */
export function defineDriver(driver: Driver): Driver {
  return driver
}
