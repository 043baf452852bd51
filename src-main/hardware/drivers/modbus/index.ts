import { type Driver, defineDriver } from '../../driver.ts'
import { Paths } from './paths.ts'
import { ModbusSession } from './session.ts'

export interface ModbusOptions {
  /** How long a device may take to answer. */
  readonly timeoutMs: number
  readonly connectTimeoutMs: number
  /** Longest pause between probes of a device that does not answer. */
  readonly maxBackoffMs: number
  /** Source of jitter, 0 ≤ x < 1. */
  readonly random: () => number
}

const DEFAULTS: ModbusOptions = {
  timeoutMs: 1_000,
  connectTimeoutMs: 3_000,
  maxBackoffMs: 300_000,
  random: Math.random,
}

/** Modbus TCP, RTU over a serial line and RTU over TCP. */
export function createModbusDriver(changes: Partial<ModbusOptions> = {}): Driver {
  const options = { ...DEFAULTS, ...changes }
  return defineDriver({
    async start(_config, context) {
      const paths = new Paths({ ...options, clock: context.clock })
      return {
        endpoint: null,
        async open(plan) {
          const session = new ModbusSession(plan.id, context, paths, { ...options, clock: context.clock })
          await session.update(plan)
          return session
        },
        stop: async () => undefined,
      }
    },
  })
}

export const modbusDriver = createModbusDriver()
