/** Acts that a key or the palette starts and some part of the shell carries out. */
export type ShellAct = 'silence' | 'help' | 'newest'

const handlers = new Map<ShellAct, Set<() => void>>()

export function onShellAct(act: ShellAct, handler: () => void): () => void {
  const known = handlers.get(act) ?? new Set()
  known.add(handler)
  handlers.set(act, known)
  return () => known.delete(handler)
}

export function runShellAct(act: ShellAct): void {
  for (const handler of handlers.get(act) ?? []) handler()
}
