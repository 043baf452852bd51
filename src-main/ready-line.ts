/** What scripts wait for on stdout: the addresses, and nothing else on the line. */
export function readyLine(addresses: { readonly url: string; readonly mqttUrl: string | null }): string {
  return `Quaywatch is ready: ${[addresses.url, addresses.mqttUrl].filter((url) => url !== null).join(' ')}`
}
