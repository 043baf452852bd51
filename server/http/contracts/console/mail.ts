import { z } from 'zod'
import type { Core } from '../../../core/core.ts'
import type { MailView } from '../../../core/mail/mail.ts'
import { MAIL_SECURITIES } from '../../../core/mail/mail.types.ts'
import { email, text } from '../../fields.ts'
import { routesOf } from '../../kit.ts'

const route = routesOf<Core>()

const mailToWire = ({ settings, hasPassword }: MailView) => ({
  settings: settings && {
    host: settings.host,
    port: settings.port,
    security: settings.security,
    username: settings.username,
    from: settings.from,
    language: settings.language,
    console_url: settings.consoleUrl,
  },
  has_password: hasPassword,
})

export const mailRoutes = [
  route({
    at: 'GET /mail',
    needs: 'users:write',
    summary: 'The mail server; its password is never read back',
    status: 200,
    run: async ({ actor, core }) => mailToWire(await core.mail.read(actor)),
  }),
  route({
    at: 'PUT /mail',
    needs: 'users:write',
    summary: 'Sets the mail server; a password that is absent stays, null removes it',
    status: 200,
    body: z.strictObject({
      host: text(255),
      port: z.int().min(1).max(65_535),
      security: z.enum(MAIL_SECURITIES),
      username: text(255).nullable().default(null),
      password: z.string().min(1).max(1_000).nullish(),
      from: email,
      language: z.enum(['tr', 'en']).default('tr'),
      console_url: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .nullable()
        .default(null),
    }),
    run: async ({ actor, body, core }) => {
      const { password, console_url: consoleUrl, ...rest } = body
      return mailToWire(await core.mail.change(actor, { ...rest, consoleUrl }, password))
    },
  }),
  route({
    at: 'POST /mail/test',
    needs: 'users:write',
    summary: 'Sends a message now; 422 with what the mail server said when it was not taken',
    status: 204,
    body: z.strictObject({ to: email }),
    run: ({ actor, body, core }) => core.mail.test(actor, body.to),
  }),
  route({
    at: 'POST /alarms/webhook-key',
    needs: 'users:write',
    summary: 'Makes a new signing key for webhooks and shows it this once',
    status: 201,
    run: async ({ actor, core }) => ({ key: await core.webhookKeys.renew(actor) }),
  }),
]
