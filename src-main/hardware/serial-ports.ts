import type { Log } from '../../server/core/outside.ts'

/** Serial ports of this machine, for the gateway form. Empty where the system cannot list them. */
export async function listSerialPorts(log: Log): Promise<readonly { path: string; label: string }[]> {
  try {
    const { SerialPort } = await import('serialport')
    const ports = await SerialPort.list()
    return ports.map(({ path, manufacturer, serialNumber }) => ({
      path,
      label: [path, manufacturer, serialNumber].filter(Boolean).join(' · '),
    }))
  } catch (error) {
    log.warn({ error: String(error) }, 'serial ports could not be listed')
    return []
  }
}
