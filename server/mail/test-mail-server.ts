import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly to: readonly string[]
  readonly text: string
}

export interface MailServer {
  readonly port: number
  readonly received: ReceivedMail[]
  /** While true, messages are refused for now. */
  isRefusing: boolean
  stop(): Promise<void>
}

/** Quoted-printable, read back. */
const unquoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll(/=\r?\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

/** A real SMTP server on a free port, that takes what the one account sends. */
export async function startMailServer(account?: { username: string; password: string }): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const state = { isRefusing: false }
  const server = new SMTPServer({
    disabledCommands: account ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, callback) => {
      const isRight = username === account?.username && password === account?.password
      callback(isRight ? null : new Error('wrong user name or password'), isRight ? { user: username } : undefined)
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (state.isRefusing) {
          callback(Object.assign(new Error('come back later'), { responseCode: 451 }))
          return
        }
        const to = session.envelope.rcptTo.map(({ address }) => address)
        received.push({ to, text: unquoted(Buffer.concat(chunks).toString('latin1')) })
        callback()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    get isRefusing() {
      return state.isRefusing
    },
    set isRefusing(value) {
      state.isRefusing = value
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
