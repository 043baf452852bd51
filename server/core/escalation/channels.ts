import type { Words } from '../errors.ts'

/** One message to one recipient. `id` is the same at every attempt, so that the other side can tell a repetition. */
export interface OutgoingMail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Throws when the message was not taken; resolves once the other side has confirmed it. */
export interface MailChannel {
  send(tenantId: string, mail: OutgoingMail): Promise<void>
  /** Language of a tenant's messages, and where its window is. */
  readonly manner: (tenantId: string) => { readonly language: keyof Words; readonly consoleUrl: string | null }
}

export interface WebhookChannel {
  send(tenantId: string, call: { readonly id: string; readonly url: string; readonly body: string }): Promise<void>
}

export interface DesktopChannel {
  /** To the windows of one user, wherever they are open. */
  ring(tenantId: string, userId: string, incidentIds: readonly string[]): void
}
