import type { DesktopBridge, HubState } from '../src-main/ipc.ts'

declare global {
  interface Window {
    readonly quaywatch?: DesktopBridge
  }
}

export interface Platform {
  readonly isDesktop: boolean
  hubUrl(): Promise<string>
  readSession(): Promise<string | null>
  writeSession(refreshToken: string | null, isRemembered: boolean): Promise<void>
  notify(note: { title: string; body: string; path: string }): Promise<void>
  saveFile(name: string, bytes: Uint8Array, type: string): Promise<boolean>
  onHubState(listener: (state: HubState) => void): () => void
  onOpenPath(listener: (path: string) => void): () => void
}

const SESSION_KEY = 'quaywatch.session'
const nothing = () => undefined

function saveInBrowser(name: string, bytes: Uint8Array, type: string): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

const web: Platform = {
  isDesktop: false,
  hubUrl: async () => window.location.origin,
  readSession: async () => localStorage.getItem(SESSION_KEY) ?? sessionStorage.getItem(SESSION_KEY),
  async writeSession(refreshToken, isRemembered) {
    localStorage.removeItem(SESSION_KEY)
    sessionStorage.removeItem(SESSION_KEY)
    if (refreshToken) (isRemembered ? localStorage : sessionStorage).setItem(SESSION_KEY, refreshToken)
  },
  async notify(note) {
    if (!('Notification' in window) || Notification.permission !== 'granted') return
    new Notification(note.title, { body: note.body })
  },
  async saveFile(name, bytes, type) {
    saveInBrowser(name, bytes, type)
    return true
  },
  onHubState: () => nothing,
  onOpenPath: () => nothing,
}

function desktop(bridge: DesktopBridge): Platform {
  return {
    isDesktop: true,
    hubUrl: () => bridge.hubUrl(),
    // A session that is not kept still outlives a reload, as it does in a browser's tab.
    readSession: async () => sessionStorage.getItem(SESSION_KEY) ?? (await bridge.readSession()),
    async writeSession(refreshToken, isRemembered) {
      sessionStorage.removeItem(SESSION_KEY)
      if (refreshToken && !isRemembered) sessionStorage.setItem(SESSION_KEY, refreshToken)
      await bridge.writeSession(isRemembered ? refreshToken : null)
    },
    notify: (note) => bridge.notify(note),
    saveFile: (name, bytes) => bridge.saveFile(name, bytes),
    onHubState: (listener) => bridge.onHubState(listener),
    onOpenPath: (listener) => bridge.onOpenPath(listener),
  }
}

export const platform: Platform = typeof window !== 'undefined' && window.quaywatch ? desktop(window.quaywatch) : web

/** True when the saved session should outlive the tab, or on the desktop the window. */
export function isSessionRemembered(): boolean {
  return platform.isDesktop ? sessionStorage.getItem(SESSION_KEY) === null : localStorage.getItem(SESSION_KEY) !== null
}
