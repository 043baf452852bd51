/** A device, then each one above it, nearest first; a loop of parents ends. */
export function* upFrom(deviceId: string, devices: Iterable<readonly [id: string, parentId: string | null]>) {
  const parents = new Map(devices)
  const seen = new Set<string>()
  let at: string | null | undefined = deviceId
  while (at && !seen.has(at)) {
    yield at
    seen.add(at)
    at = parents.get(at)
  }
}
