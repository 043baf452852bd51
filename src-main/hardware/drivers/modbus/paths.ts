import type { Clock, GatewayConnection } from '../../../../server/core/outside.ts'
import { Bus } from '../../bus.ts'
import type { WireCost } from '../../planner.ts'
import { Channel } from './channel.ts'
import { charMs, rtuFraming, silenceMs, tcpFraming } from './frame.ts'
import { serialLink, tcpLink } from './link.ts'

export type ModbusConnection = Extract<GatewayConnection, { type: 'modbus_tcp' | 'modbus_rtu_tcp' | 'modbus_rtu' }>

/** A physical path: one queue and one connection, shared by every gateway that names it. */
export interface Path {
  readonly bus: Bus
  readonly channel: Channel
  readonly cost: WireCost
}

export interface PathOptions {
  readonly clock: Clock
  readonly timeoutMs: number
  readonly connectTimeoutMs: number
  readonly random: () => number
}

interface SharedPath extends Path {
  readonly settings: string
  users: number
}

/** Typical time that a slave thinks before it answers on a serial line. */
const TURNAROUND_MS = 10
/** Bytes of a read request and of an answer without its data, in RTU. */
const RTU_OVERHEAD_BYTES = 8 + 5
const SERIAL_DRAIN_MS = 50
const TCP_COST: WireCost = { byteMs: 0.001, requestMs: 2 }

export function isModbusConnection(connection: GatewayConnection): connection is ModbusConnection {
  return connection.type === 'modbus_tcp' || connection.type === 'modbus_rtu_tcp' || connection.type === 'modbus_rtu'
}

/** The physical paths in use. */
export class Paths {
  readonly #options: PathOptions
  readonly #paths = new Map<string, SharedPath>()

  constructor(options: PathOptions) {
    this.#options = options
  }

  /** Null when another gateway uses the same path with other line settings: both cannot be right. */
  acquire(connection: ModbusConnection): Path | null {
    const key = nameOf(connection)
    const settings = JSON.stringify(connection)
    const path = this.#paths.get(key) ?? { ...openPath(connection, this.#options), settings, users: 0 }
    if (path.settings !== settings) return null
    path.users += 1
    this.#paths.set(key, path)
    return path
  }

  /** The last user's release closes the connection. */
  async release(connection: ModbusConnection): Promise<void> {
    const key = nameOf(connection)
    const path = this.#paths.get(key)
    if (!path) return
    path.users -= 1
    if (path.users > 0) return
    this.#paths.delete(key)
    path.bus.stop()
    await path.channel.stop()
  }
}

function nameOf(connection: ModbusConnection): string {
  return connection.type === 'modbus_rtu' ? connection.path : `${connection.host.toLowerCase()}:${connection.port}`
}

function openPath(connection: ModbusConnection, options: PathOptions): Path {
  const { clock, timeoutMs, connectTimeoutMs, random } = options
  if (connection.type === 'modbus_rtu') {
    const byteMs = charMs(connection)
    const requestMs = RTU_OVERHEAD_BYTES * byteMs + 2 * silenceMs(connection) + TURNAROUND_MS
    return {
      bus: new Bus(clock, silenceMs(connection)),
      channel: new Channel({
        open: serialLink(connection),
        framing: rtuFraming(),
        clock,
        timeoutMs,
        closeAfterTimeouts: Number.POSITIVE_INFINITY,
        drainMs: SERIAL_DRAIN_MS,
        random,
      }),
      cost: { byteMs, requestMs },
    }
  }
  const isRtu = connection.type === 'modbus_rtu_tcp'
  return {
    bus: new Bus(clock),
    channel: new Channel({
      open: tcpLink(connection.host, connection.port, clock, connectTimeoutMs),
      framing: isRtu ? rtuFraming() : tcpFraming(),
      clock,
      timeoutMs,
      closeAfterTimeouts: isRtu ? 1 : 3,
      drainMs: 0,
      random,
    }),
    cost: TCP_COST,
  }
}
