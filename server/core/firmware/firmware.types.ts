import type { ReceivedFile, StoredFile } from '../files.ts'
import type { FirmwareState } from './firmware.states.ts'

export interface FirmwareFacts {
  readonly name: string
  /** Semantic version. */
  readonly version: string
  /** Kind of unit that it is for: a device type of the house, or a maker's own word. */
  readonly deviceType: string
  /** Only this revision of the hardware; null = every one. */
  readonly hwRevision: string | null
  /** The oldest version from which the unit can go to this one; null = any. */
  readonly minFromVersion: string | null
  readonly notes: string | null
}

export interface FirmwareVersion extends FirmwareFacts {
  readonly id: string
  readonly tenantId: string
  readonly fileName: string | null
  readonly sizeBytes: number
  readonly sha256: string
  /** ed25519 over the file's bytes, base64. */
  readonly signature: string | null
  /** The trusted key that the signature was verified with; null = unsigned. */
  readonly keyId: string | null
  readonly state: FirmwareState
  readonly createdAt: number
  readonly createdBy: string | null
  readonly releasedAt: number | null
  readonly releasedBy: string | null
  readonly deprecatedAt: number | null
}

/** A public key whose signatures are believed. */
export interface FirmwareKey {
  /** First half of the key's SHA-256, hex. */
  readonly id: string
  readonly tenantId: string
  readonly name: string
  /** 32 bytes, base64. */
  readonly publicKey: string
  readonly createdAt: number
  readonly createdBy: string | null
}

export interface FirmwareSettings {
  readonly maxUploadMb: number
  /** Null = as long as no key is trusted: who has set up signing wants it kept. */
  readonly allowsUnsigned: boolean | null
  /** How long an update waits for a unit that is away, hours. */
  readonly queueExpiryH: number
  /** Where units reach this hub, e.g. http://192.168.1.10:4780; null = the address that it listens on. */
  readonly publicUrl: string | null
}

export const DEFAULT_FIRMWARE_SETTINGS: FirmwareSettings = {
  maxUploadMb: 64,
  allowsUnsigned: null,
  queueExpiryH: 24,
  publicUrl: null,
}

/** Where the files of firmware are. Implemented by server/files. */
export interface FirmwareFiles {
  receive(bytes: AsyncIterable<Uint8Array>, name: string | null): Promise<ReceivedFile>
  discard(file: ReceivedFile): Promise<void>
  receivedBytes(file: ReceivedFile): Promise<Uint8Array>
  /** Takes the file over, under its hash. Atomic. */
  keep(file: ReceivedFile): Promise<void>
  /** Null when it is not there or no longer what its hash says. */
  stored(sha256: string): Promise<StoredFile | null>
  storedBytes(sha256: string): Promise<Uint8Array | null>
  remove(sha256: string): Promise<void>
  /** Deletes what nobody knows of: the file of an upload that a crash cut off. */
  keepOnly(known: ReadonlySet<string>): Promise<void>
}
