import { randomUUID } from 'node:crypto'
import { ruleViolation, stateConflict } from '../errors.ts'
import type { Clock, GatewayMessage, GatewayReport } from '../outside.ts'
import { type Response, readResponse } from './bridge-words.ts'

const ANSWER_MS = 10_000
const RESPONSE = 'bridge/response/'

export interface BridgeRequestsDeps {
  readonly clock: Clock
  /** Through the interlock; false: the bridge is not connected. @throws AppError when the gateway is locked out */
  readonly publish: (tenantId: string, message: GatewayMessage) => Promise<{ readonly isConnected: boolean }>
}

/** Requests to a bridge, matched with its answers by transaction: an answer to somebody else's request is not ours. */
export class BridgeRequests {
  readonly #deps: BridgeRequestsDeps
  readonly #waiting = new Map<string, (response: Response | null) => void>()

  constructor(deps: BridgeRequestsDeps) {
    this.#deps = deps
  }

  /** @throws AppError STATE_CONFLICT when it is away or silent, BUSINESS_RULE_VIOLATION with the bridge's own words */
  async ask(
    gateway: { readonly id: string; readonly tenantId: string },
    request: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const transaction = randomUUID()
    const answer = Promise.withResolvers<Response | null>()
    this.#waiting.set(transaction, answer.resolve)
    const deadline = this.#deps.clock.after(ANSWER_MS, () => answer.resolve(null))
    try {
      const { isConnected } = await this.#deps.publish(gateway.tenantId, {
        gatewayId: gateway.id,
        topic: `bridge/request/${request}`,
        payload: JSON.stringify({ ...body, transaction }),
        isRetained: false,
      })
      if (!isConnected)
        throw stateConflict({ tr: 'Zigbee köprüsü bağlı değil', en: 'The Zigbee bridge is not connected' })
      const response = await answer.promise
      if (!response) throw stateConflict({ tr: 'Zigbee köprüsü yanıt vermedi', en: 'The Zigbee bridge did not answer' })
      if (!response.isOk)
        throw ruleViolation({
          tr: `Zigbee köprüsü reddetti: ${response.error ?? '—'}`,
          en: `The Zigbee bridge refused: ${response.error ?? '—'}`,
        })
    } finally {
      deadline.stop()
      this.#waiting.delete(transaction)
    }
  }

  take(report: GatewayReport): void {
    if (!report.topic.startsWith(RESPONSE)) return
    const response = readResponse(report.payload)
    if (response?.transaction) this.#waiting.get(response.transaction)?.(response)
  }
}
