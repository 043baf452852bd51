/** A file that has come in whole and waits to be taken over by whoever asked for it. */
export interface ReceivedFile {
  /** Names it where it waits; made by the hub, never from what the sender calls it. */
  readonly key: string
  /** What the sender calls it; for people to read only. */
  readonly name: string | null
  readonly sizeBytes: number
  /** Lower-case hex. */
  readonly sha256: string
}

/** A stored file whose bytes have been checked against its hash. */
export interface StoredFile {
  readonly sizeBytes: number
  /** Bytes from `start` up to and with `end`. */
  readonly read: (start: number, end: number) => AsyncIterable<Uint8Array>
}
