import type { GatewayLink } from '../../server/core/outside.ts'

/**
 * Whether a gateway is online, out of what its devices meet: online while the connection works and a device answers,
 * offline when the connection fails or every device is given up. Reports changes only.
 */
export class LinkState {
  readonly #gatewayId: string
  readonly #report: (link: GatewayLink) => void
  readonly #now: () => number
  #isOnline: boolean | null = null

  constructor(gatewayId: string, now: () => number, report: (link: GatewayLink) => void) {
    this.#gatewayId = gatewayId
    this.#now = now
    this.#report = report
  }

  online(): void {
    if (this.#isOnline !== true) this.#change(true, null)
  }

  offline(cause: string): void {
    if (this.#isOnline !== false) this.#change(false, cause)
  }

  #change(isOnline: boolean, cause: string | null): void {
    this.#isOnline = isOnline
    this.#report({ gatewayId: this.#gatewayId, isOnline, since: this.#now(), cause })
  }
}
