import { useCallback, useSyncExternalStore } from 'react'
import { SignedOutError } from './errors.ts'
import { api, link, queryClient, socketUrl } from './hub.ts'
import type { LinkState } from './link.ts'
import { type LiveDevice, LiveStore, type LiveValue } from './live-store.ts'
import { refreshOn } from './refresh-on.ts'
import { SteadySocket } from './socket.ts'
import type { ConsoleMessage, TelemetryMessage } from './types.ts'

/** The one store of live values; maps and canvases use `live.onBatch`, cells use `useLive`. */
export const live = new LiveStore((flush) => {
  if (document.hidden) setTimeout(flush, 1000)
  else requestAnimationFrame(flush)
})

type ConsoleListener = (message: ConsoleMessage) => void
const consoleListeners = new Set<ConsoleListener>()

/** Every push of the console socket, as it comes. */
export function onConsole(listener: ConsoleListener): () => void {
  consoleListeners.add(listener)
  return () => consoleListeners.delete(listener)
}

let lastHeardMs = 0
let skippedMessages = 0
let lastSeq: number | null = null

/** Messages that the hub merged because this window was slow; the values shown are the newest all the same. */
export function skippedCount(): number {
  return skippedMessages
}

function takeTelemetry(message: TelemetryMessage): void {
  if (message.type === 'error') return
  if (lastSeq !== null && message.seq > lastSeq + 1) skippedMessages += message.seq - lastSeq - 1
  lastSeq = message.seq
  if (message.type === 'snapshot') live.replace(message.items)
  else live.apply(message.items)
}

/** Asks with plain HTTP first when the last try failed: that renews an expired token, or tells that the hub is away. */
function addressOf(path: string, state: { hasFailed: boolean }): () => Promise<string> {
  return async () => {
    if (state.hasFailed) await api.get('/api/auth/me')
    return socketUrl(path, { token: await api.freshAccessToken() })
  }
}

const telemetryState = { hasFailed: false }
const telemetry = new SteadySocket({
  address: addressOf('/ws/telemetry', telemetryState),
  onMessage: (data) => {
    lastHeardMs = Date.now()
    link.heard()
    takeTelemetry(data as TelemetryMessage)
  },
  onOpen: () => {
    telemetryState.hasFailed = false
    lastSeq = null
    link.socket(true)
  },
  onLost: (isExpired) => {
    telemetryState.hasFailed = true
    if (isExpired) return
    link.socket(false)
    live.markStale()
  },
  isOver: (error) => error instanceof SignedOutError,
})

const consoleState = { hasFailed: false }
const consoleSocket = new SteadySocket({
  address: addressOf('/ws/console', consoleState),
  onMessage: (data) => {
    const message = data as ConsoleMessage
    refreshOn(queryClient, message)
    for (const listener of consoleListeners) listener(message)
  },
  onOpen: () => {
    // What was pushed while the socket was away is lost: everything on screen asks again.
    if (consoleState.hasFailed) queryClient.invalidateQueries().catch(() => undefined)
    consoleState.hasFailed = false
  },
  onLost: () => {
    consoleState.hasFailed = true
  },
  isOver: (error) => error instanceof SignedOutError,
})

const WATCH_EVERY_MS = 2000
const SUSPICIOUS_SILENCE_MS = 6000
let watchTimer: ReturnType<typeof setInterval> | null = null
let stopWatchingLink: (() => void) | null = null

/** An open socket proves little: after some silence, or a failed request, the hub is asked whether it is there. */
function watch(): void {
  const isSilent = Date.now() - lastHeardMs > SUSPICIOUS_SILENCE_MS
  if (link.isSocketUp && (isSilent || link.state().phase !== 'connected')) api.probe().catch(() => undefined)
}

/** A hub that went silent behind an open socket comes back on a new one, with a snapshot. */
function followLink(): () => void {
  let wasMute = false
  return link.subscribe(() => {
    const { phase } = link.state()
    if (phase === 'reconnecting' && link.isSocketUp) {
      wasMute = true
      live.markStale()
    }
    if (phase !== 'connected' || !wasMute) return
    wasMute = false
    telemetry.renew()
    consoleSocket.renew()
    queryClient.invalidateQueries().catch(() => undefined)
  })
}

export function startLive(): void {
  lastHeardMs = Date.now()
  stopWatchingLink ??= followLink()
  watchTimer ??= setInterval(watch, WATCH_EVERY_MS)
  telemetry.start()
  consoleSocket.start()
}

export function stopLive(): void {
  if (watchTimer) clearInterval(watchTimer)
  watchTimer = null
  stopWatchingLink?.()
  stopWatchingLink = null
  telemetry.stop()
  consoleSocket.stop()
  live.clear()
  link.reset()
}

/** The newest value of one series; the component renders again only when that series changes. */
export function useLive(deviceId: string, metric: string): LiveValue | undefined {
  const subscribe = useCallback((listener: () => void) => live.watch(deviceId, metric, listener), [deviceId, metric])
  return useSyncExternalStore(subscribe, () => live.value(deviceId, metric))
}

/** All live values of one device, as a new map in each frame in which one changed. */
export function useLiveDevice(deviceId: string): LiveDevice {
  const subscribe = useCallback((listener: () => void) => live.watchDevice(deviceId, listener), [deviceId])
  return useSyncExternalStore(subscribe, () => live.snapshot(deviceId))
}

export function useLink(): LinkState {
  return useSyncExternalStore(link.subscribe, link.state)
}
