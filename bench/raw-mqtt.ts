import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Just enough MQTT 3.1.1 to load a broker: the producer shares the machine, so it must cost little. */
const text = (value: string): Buffer => {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
}

function packet(header: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const length: number[] = []
  for (let rest = body.length; ; ) {
    const digit = rest % 128
    rest = Math.floor(rest / 128)
    length.push(rest > 0 ? digit | 128 : digit)
    if (rest === 0) break
  }
  return Buffer.concat([Buffer.from([header, ...length]), body])
}

export interface RawProducer {
  readonly acknowledged: () => number
  /** Publishes at QoS 1; resolves when at most `window` messages are unacknowledged. */
  publish(topic: string, payload: string): Promise<void>
  drained(): Promise<void>
  end(): void
}

export async function rawProducer(
  url: string,
  username: string,
  password: string,
  window: number,
): Promise<RawProducer> {
  const { hostname, port } = new URL(url)
  const socket: Socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  await once(socket, 'connect')
  const flags = 0b1100_0010
  socket.write(
    packet(
      0x10,
      text('MQTT'),
      Buffer.from([4, flags, 0, 60]),
      text(`bench-${Math.random()}`),
      text(username),
      text(password),
    ),
  )
  await once(socket, 'data')
  let sent = 0
  let acknowledged = 0
  let wake: (() => void) | null = null
  let limit = window
  socket.on('data', (data) => {
    // Only PUBACKs come: four bytes each.
    acknowledged += data.length / 4
    if (wake && sent - acknowledged <= limit) {
      wake()
      wake = null
    }
  })
  const below = (count: number): Promise<void> => {
    limit = count
    if (sent - acknowledged <= count) return Promise.resolve()
    return new Promise((resolve) => {
      wake = resolve
    })
  }
  return {
    acknowledged: () => acknowledged,
    publish(topic, payload) {
      const id = (sent++ % 65_535) + 1
      socket.write(packet(0x32, text(topic), Buffer.from([id >> 8, id & 255]), Buffer.from(payload)))
      return below(window)
    },
    drained: () => below(0),
    end: () => socket.destroy(),
  }
}
