import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { Channel, DesktopBridge, Input, Notices, Outputs } from '../ipc.ts'

function ask<C extends Channel>(channel: C, ...input: Input<C>): Promise<Outputs[C]> {
  return ipcRenderer.invoke(channel, ...input)
}

function listen<N extends keyof Notices>(notice: N, listener: (value: Notices[N]) => void): () => void {
  const handle = (_event: IpcRendererEvent, value: Notices[N]) => listener(value)
  ipcRenderer.on(notice, handle)
  return () => void ipcRenderer.off(notice, handle)
}

const bridge: DesktopBridge = {
  os: process.platform,
  hubUrl: async () => (await ask('hub.state')).url ?? location.origin,
  readSession: () => ask('session.read'),
  writeSession: async (refreshToken) => void (await ask('session.write', refreshToken)),
  notify: async (note) => void (await ask('notify', note)),
  saveFile: (name, bytes) => ask('file.save', name, bytes),
  onHubState: (listener) => listen('hub.changed', listener),
  onOpenPath: (listener) => listen('path.open', listener),
}

contextBridge.exposeInMainWorld('quaywatch', bridge)
