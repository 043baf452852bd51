import { setTimeout } from 'node:timers/promises'
import type { SignIn } from './hub.ts'

/**
 * A signed-in caller of the hub's API, for what a journey needs to be there before it begins. When it asked too often it
 * waits as long as it is told.
 */
export class Api {
  readonly #hub: { readonly url: string; readonly signIn: SignIn }
  #token: string | null = null

  constructor(hub: { readonly url: string; readonly signIn: SignIn }) {
    this.#hub = hub
  }

  get<T>(path: string): Promise<T> {
    return this.#call('GET', path)
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.#call('POST', path, body)
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const { email, password } = this.#hub.signIn
    this.#token ??= (
      await this.#send<{ access_token: string }>('POST', '/api/auth/login', { email, password })
    ).access_token
    return await this.#send<T>(method, path, body)
  }

  async #send<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.#hub.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(this.#token && { authorization: `Bearer ${this.#token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.status === 429) {
      await setTimeout(Number(response.headers.get('retry-after')) * 1000)
      return this.#send(method, path, body)
    }
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
}

export interface Created {
  readonly id: string
}
