import type { GatewayReport, Log } from '../core/outside.ts'

export type TakeReport = (report: GatewayReport) => Promise<void>

/** Hands what gateways say of themselves to whoever asked for the topic. What nobody asked for is dropped. */
export class ReportRouter {
  readonly #log: Log
  readonly #listeners: { readonly topic: string | null; readonly take: TakeReport }[] = []
  /** The last report of each gateway that is still being taken: one gateway's reports never overtake each other. */
  readonly #turns = new Map<string, Promise<void>>()

  constructor(log: Log) {
    this.#log = log
  }

  /** `topic` whole, e.g. `ota/status`; one that ends in a slash stands for everything below it; null for every topic. */
  on(topic: string | null, take: TakeReport): void {
    this.#listeners.push({ topic, take })
  }

  /** Resolves when everyone has taken them. A listener that fails is logged: the same report would fail it again. */
  async take(reports: readonly GatewayReport[]): Promise<void> {
    await Promise.all(reports.map((report) => this.#inTurn(report)))
  }

  async #inTurn(report: GatewayReport): Promise<void> {
    const { gatewayId } = report
    const turn = (this.#turns.get(gatewayId) ?? Promise.resolve()).then(() => this.#tell(report))
    this.#turns.set(gatewayId, turn)
    await turn
    if (this.#turns.get(gatewayId) === turn) this.#turns.delete(gatewayId)
  }

  async #tell(report: GatewayReport): Promise<void> {
    for (const { topic, take } of this.#listeners) {
      const isMeant = topic === null || (topic.endsWith('/') ? report.topic.startsWith(topic) : report.topic === topic)
      if (!isMeant) continue
      try {
        await take(report)
      } catch (error) {
        const { gatewayId } = report
        this.#log.error({ gatewayId, topic: report.topic, error: String(error) }, 'report not taken')
      }
    }
  }
}
