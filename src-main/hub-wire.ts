import type { Words } from '../server/core/errors.ts'
import type { FieldBus, Intake } from '../server/core/outside.ts'
import type { Methods } from './rpc.ts'

/** What the hub's process answers to the desktop. */
export interface HubService extends Intake {
  /** Commits what is pending and ends the process. */
  stop(): Promise<void>
}

/** An incident that somebody must be told of now. */
export interface CriticalIncident {
  readonly id: string
  /** Begins with the name of what it is about. */
  readonly message: Words
}

/** What the desktop answers to the hub's process. */
export interface ShellService extends FieldBus {
  /** The hub can take readings: comes before it configures the field bus. */
  takesReadings(): Promise<void>
  ready(hub: {
    readonly url: string
    readonly mqttUrl: string | null
    readonly lines: readonly string[]
  }): Promise<void>
  critical(incident: CriticalIncident): Promise<void>
  /** The hub could not start, for a reason that starting again does not mend. */
  refused(reason: { readonly exitCode: number; readonly message: string }): Promise<void>
}

export const HUB_METHODS: Methods<HubService> = {
  readings: true,
  links: true,
  faults: true,
  inbox: true,
  reports: true,
  claim: true,
  stop: true,
}

export const SHELL_METHODS: Methods<ShellService> = {
  write: true,
  publish: true,
  configure: true,
  describe: true,
  endpoints: true,
  serialPorts: true,
  takesReadings: true,
  ready: true,
  critical: true,
  refused: true,
}
