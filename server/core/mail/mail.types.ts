import type { Words } from '../errors.ts'

export const MAIL_SECURITIES = ['none', 'starttls', 'tls'] as const
export type MailSecurity = (typeof MAIL_SECURITIES)[number]

/** How a tenant's mail goes out. The password is not among them: it is kept apart and never read back. */
export interface MailSettings {
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly username: string | null
  readonly from: string
  /** Language of the messages. */
  readonly language: keyof Words
  /** Where people reach the window from outside, for the links in messages. */
  readonly consoleUrl: string | null
}

export interface SmtpAccount extends Omit<MailSettings, 'language' | 'consoleUrl'> {
  readonly password: string | null
}

/** Hands one message to a mail server. Throws when it was not taken. */
export interface PostOffice {
  post(
    account: SmtpAccount,
    mail: { readonly id: string; readonly to: string; readonly subject: string; readonly text: string },
  ): Promise<void>
}

/** Secrets of this install, readable by its owner only. */
export interface SecretKeeper {
  get(name: string): string | null
  put(name: string, value: string | null): void
}
