import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron'
import type { Log } from '../../server/core/outside.ts'
import { type Channel, INPUTS, type Input, type Notices, type Outputs } from '../ipc.ts'
import type { IsHome } from './guard.ts'

export type Handlers = { readonly [C in Channel]: (...input: Input<C>) => Outputs[C] | Promise<Outputs[C]> }

/** Answers the window, and nobody else: the sender must be the hub's page itself, and what it sends must fit. */
export function answerWindow(handlers: Handlers, isHome: IsHome, log: Log): void {
  const answer = <C extends Channel>(channel: C) =>
    ipcMain.handle(channel, (event, ...input: unknown[]) => {
      const parsed = INPUTS[channel].safeParse(input)
      if (!isOwnPage(event, isHome) || !parsed.success) {
        log.warn({ channel, from: event.senderFrame?.url ?? null }, 'refused a message to the desktop')
        throw new Error('refused')
      }
      return Reflect.apply(handlers[channel], handlers, parsed.data)
    })
  for (const channel of Object.keys(INPUTS) as Channel[]) answer(channel)
}

function isOwnPage({ senderFrame, sender }: IpcMainInvokeEvent, isHome: IsHome): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isHome(senderFrame.url)
}

export function tellWindow<N extends keyof Notices>(window: BrowserWindow, notice: N, value: Notices[N]): void {
  if (!window.isDestroyed()) window.webContents.send(notice, value)
}
