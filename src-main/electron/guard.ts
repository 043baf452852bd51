import { app, type Session, shell, type WebContents } from 'electron'

/** Behind the hub's own: for an answer that came without one. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const POLICY_HEADER = 'content-security-policy'

/** Whether an address belongs to the hub: the window's only home. */
export type IsHome = (url: string) => boolean

export function homeOf(origins: () => readonly (string | null)[]): IsHome {
  return (url) => {
    try {
      const { origin } = new URL(url.replace(/^ws/, 'http'))
      return origins().includes(origin)
    } catch {
      return false
    }
  }
}

/** No permission, no page and no request but the hub's. */
export function guardSession(session: Session, isHome: IsHome): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isAllowed(url, isHome) }))
  session.webRequest.onHeadersReceived(({ responseHeaders = {} }, answer) => {
    const hasPolicy = Object.keys(responseHeaders).some((name) => name.toLowerCase() === POLICY_HEADER)
    answer({
      responseHeaders: hasPolicy ? responseHeaders : { ...responseHeaders, [POLICY_HEADER]: [CONTENT_SECURITY_POLICY] },
    })
  })
}

function isAllowed(url: string, isHome: IsHome): boolean {
  return /^(devtools|blob|data|chrome-extension):/.test(url) || isHome(url)
}

/** For every page that ever comes to be, also one that we did not think of. */
export function guardPages(isHome: IsHome): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents, isHome))
}

function guardPage(contents: WebContents, isHome: IsHome): void {
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (details) => {
    if (!isHome(details.url)) details.preventDefault()
  })
  contents.on('will-redirect', (details) => {
    if (!isHome(details.url)) details.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    // A data sheet's address may be opened, in the browser.
    if (url.startsWith('https://') || isHome(url)) shell.openExternal(url).catch(() => undefined)
    return { action: 'deny' }
  })
}
