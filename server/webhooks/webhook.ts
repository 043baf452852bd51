import { createHmac } from 'node:crypto'
import { lookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from './private-address.ts'

const ANSWER_WITHIN_MS = 10_000

export interface WebhookCall {
  readonly id: string
  readonly url: string
  readonly body: string
  readonly secret: string
  readonly at: number
  /** Plain HTTP and addresses of this machine and its networks. */
  readonly allowsPrivate: boolean
}

/** v1=hex(HMAC-SHA256(secret, "{seconds}.{body}")): the receiver checks both the sender and the age. */
export const signatureOf = ({ secret, at, body }: Pick<WebhookCall, 'secret' | 'at' | 'body'>): string => {
  const seconds = Math.floor(at / 1000)
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}

/**
 * Posts JSON. Whoever may edit escalations chooses the address, so it could be used to reach into the hub's own network:
 * unless the tenant allows that, only HTTPS goes out, and the address that the name resolves to is checked as it is
 * connected to, so that a name cannot change its mind. Redirects are never followed. @throws Error unless 2xx is answered
 */
export async function postWebhook(call: WebhookCall): Promise<void> {
  const url = new URL(call.url)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && call.allowsPrivate))
    throw new Error('only https: is allowed')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // A literal address is not looked up, so it is checked here.
  if (isIP(host) !== 0 && !call.allowsPrivate && isPrivateAddress(host)) throw new Error(`${host} is a private address`)
  const status = await exchange(url, call)
  if (status < 200 || status > 299) throw new Error(`answered ${status}`)
}

function exchange(url: URL, call: WebhookCall): Promise<number> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(url, {
      method: 'POST',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      lookup: call.allowsPrivate ? lookup : publicLookup,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(call.body),
        'user-agent': 'Quaywatch',
        'idempotency-key': call.id,
        'x-quaywatch-signature': signatureOf(call),
      },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', reject)
    })
    request.end(call.body)
  })
}

/** Gives no address of this machine or its networks away to the connection. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const open = addresses.filter(({ address }) => !isPrivateAddress(address))
    const [first] = open
    if (first === undefined) return callback(new Error(`${hostname} is at a private address`), '', 0)
    if (options.all) callback(null, open)
    else callback(null, first.address, first.family)
  })
}
