import type { BrowserContext } from '@playwright/test'

/** Errors that pages throw or write to their console: none is allowed that the journey does not expect. */
export class Problems {
  readonly #found: string[] = []
  readonly #expected: RegExp[] = []

  watch(context: BrowserContext): void {
    context.on('weberror', (error) => this.#found.push(String(error.error().stack ?? error.error())))
    context.on('console', (message) => {
      if (message.type() === 'error') this.#found.push(`${message.text()} (${message.location().url})`)
    })
  }

  /** The browser itself writes an error for a refused request; a journey that provokes one says so. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern)
  }

  unexpected(): string[] {
    return this.#found.filter((problem) => !this.#expected.some((pattern) => pattern.test(problem)))
  }
}

/** What a browser says when the hub is away. */
export const HUB_AWAY = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket connection to/
