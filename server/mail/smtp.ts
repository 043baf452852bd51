import { createTransport } from 'nodemailer'
import type { PostOffice } from '../core/mail/mail.types.ts'

const CONNECT_WITHIN_MS = 10_000
const ANSWER_WITHIN_MS = 20_000

/** Hands mail to an SMTP server, one connection a message: alarms are few and hours apart. */
export const smtp: PostOffice = {
  async post(account, mail) {
    const transport = createTransport({
      host: account.host,
      port: account.port,
      secure: account.security === 'tls',
      requireTLS: account.security === 'starttls',
      ignoreTLS: account.security === 'none',
      ...(account.username !== null && { auth: { user: account.username, pass: account.password ?? '' } }),
      connectionTimeout: CONNECT_WITHIN_MS,
      greetingTimeout: CONNECT_WITHIN_MS,
      socketTimeout: ANSWER_WITHIN_MS,
      // What a message says comes from devices and people: it must not make the hub read a file or a web page.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    try {
      await transport.sendMail({
        from: account.from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        // The same at every attempt, so that a mail program shows a repetition once.
        messageId: `<${mail.id}@quaywatch>`,
        headers: { 'Auto-Submitted': 'auto-generated', Importance: 'high' },
      })
    } finally {
      transport.close()
    }
  },
}
