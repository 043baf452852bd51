import { z } from 'zod'

/** The hub lives in a process of its own: it can crash and come back while the window stays. */
export interface HubState {
  readonly state: 'starting' | 'running' | 'restarting' | 'stopped'
  readonly url: string | null
}

/** Of a path inside the window: it is put behind the hub's own address, never taken as one. */
const path = z
  .string()
  .max(500)
  .regex(/^\/(?!\/)/)

const MAX_FILE_BYTES = 512 * 1024 * 1024

/** What the window may ask of the desktop: channel → what it must send. Anything else is refused. */
export const INPUTS = {
  'hub.state': z.tuple([]),
  'session.read': z.tuple([]),
  'session.write': z.tuple([z.string().min(1).max(4096).nullable()]),
  notify: z.tuple([z.object({ title: z.string().max(200), body: z.string().max(1000), path })]),
  'file.save': z.tuple([
    z.string().min(1).max(255),
    z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.byteLength <= MAX_FILE_BYTES),
  ]),
} as const

/** What the desktop answers. */
export interface Outputs {
  'hub.state': HubState
  'session.read': string | null
  'session.write': null
  notify: null
  'file.save': boolean
}

export type Channel = keyof typeof INPUTS
export type Input<C extends Channel> = z.output<(typeof INPUTS)[C]>

/** What the desktop tells the window. */
export interface Notices {
  'hub.changed': HubState
  'path.open': string
}

/** What the preload puts at `window.quaywatch`. */
export interface DesktopBridge {
  readonly os: string
  /** Where the hub listens now, e.g. http://127.0.0.1:4780. */
  hubUrl(): Promise<string>
  /** The saved refresh token, from the operating system's keychain. */
  readSession(): Promise<string | null>
  writeSession(refreshToken: string | null): Promise<void>
  notify(note: { title: string; body: string; path: string }): Promise<void>
  /** @returns false when the user cancelled. */
  saveFile(name: string, bytes: Uint8Array): Promise<boolean>
  onHubState(listener: (state: HubState) => void): () => void
  /** A path to show, from a deep link, the tray or a clicked notification. */
  onOpenPath(listener: (path: string) => void): () => void
}
