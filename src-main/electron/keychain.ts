import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { safeStorage } from 'electron'

/**
 * The saved session, encrypted with a key that the system's keychain holds. Where there is no keychain (on Linux
 * Chromium then encrypts with a key that everyone knows) it lives as long as the program does.
 */
export class Keychain {
  readonly #file: string
  #inMemory: string | null = null

  constructor(file: string) {
    this.#file = file
  }

  read(): string | null {
    if (this.#inMemory !== null || !isSafe()) return this.#inMemory
    try {
      return safeStorage.decryptString(readFileSync(this.#file))
    } catch {
      return null
    }
  }

  write(secret: string | null): void {
    this.#inMemory = secret
    if (secret === null || !isSafe()) {
      rmSync(this.#file, { force: true })
      return
    }
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, safeStorage.encryptString(secret), { mode: 0o600 })
  }
}

function isSafe(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}
