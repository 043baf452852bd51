import { createModbusSlave, type ModbusSlave, type SlaveUnit } from '../../../e2e/simulators/modbus-slave.ts'
import type { Clock, Log, TemplateSpec } from '../../../server/core/outside.ts'
import type { MarinaModel } from '../load/model.ts'
import type { DemoDevice, DemoGateway, Operate } from '../marina.ts'
import { failingAnswer, isCabinetDown } from '../misbehaviour.ts'
import { LiveBank } from './live-bank.ts'

export interface FieldGateway {
  readonly gateway: DemoGateway
  readonly devices: readonly { readonly device: DemoDevice; readonly template: TemplateSpec }[]
  /** Port of the last run, tried first so that the gateway's configuration need not change; 0 = any. */
  readonly port: number
}

interface FailingUnit {
  readonly unit: SlaveUnit
  readonly bank: LiveBank
}

const HOST = '127.0.0.1'
const TICK_MS = 1_000
/** "Slave device failure". */
const DEVICE_FAILURE = 4

/** The marina's Modbus TCP gateways on loopback, each with its slaves behind it. */
export class ModbusField {
  readonly #gateways: readonly FieldGateway[]
  readonly #model: MarinaModel
  readonly #clock: Clock
  readonly #log: Log
  readonly #operate: Operate
  readonly #slaves = new Map<string, ModbusSlave>()
  readonly #failing: FailingUnit[] = []
  #timer: { stop(): void } | null = null
  #startedAt = 0
  #areCabinetsDown = false

  constructor(
    gateways: readonly FieldGateway[],
    deps: { readonly model: MarinaModel; readonly clock: Clock; readonly log: Log; readonly operate: Operate },
  ) {
    this.#gateways = gateways
    this.#model = deps.model
    this.#clock = deps.clock
    this.#log = deps.log
    this.#operate = deps.operate
  }

  /** Listens. @returns gateway key → port */
  async start(): Promise<ReadonlyMap<string, number>> {
    if (!this.#timer) {
      this.#startedAt = this.#clock.now()
      for (const each of this.#gateways) this.#slaves.set(each.gateway.key, await this.#listen(each))
      this.#timer = this.#clock.every(TICK_MS, () => this.#misbehave())
    }
    return new Map([...this.#slaves].map(([key, slave]) => [key, slave.port]))
  }

  async stop(): Promise<void> {
    this.#timer?.stop()
    this.#timer = null
    this.#failing.length = 0
    const slaves = [...this.#slaves.values()]
    this.#slaves.clear()
    await Promise.all(slaves.map((slave) => slave.stop()))
  }

  async #listen({ gateway, devices, port }: FieldGateway): Promise<ModbusSlave> {
    const slave = await this.#open(port)
    for (const { device, template } of devices) {
      const bank = new LiveBank(
        template,
        (at) => this.#model.values(device.source, at),
        () => this.#clock.now(),
        (point, value) => this.#operate(device, point, value),
      )
      const unit = slave.unit(device.slaveId ?? 0, bank)
      if (device.isFailing) this.#failing.push({ unit, bank })
    }
    this.#log.debug({ gateway: gateway.key, port: slave.port, units: devices.length }, 'demo gateway listens')
    return slave
  }

  async #open(port: number): Promise<ModbusSlave> {
    try {
      return await createModbusSlave({ host: HOST, port })
    } catch (error) {
      if (port === 0) throw error
      return createModbusSlave({ host: HOST, port: 0 })
    }
  }

  async #misbehave(): Promise<void> {
    const elapsed = this.#clock.now() - this.#startedAt
    const answer = failingAnswer(elapsed)
    for (const { unit, bank } of this.#failing) {
      unit.isSilent = answer === 'silent'
      bank.exception = answer === 'refuses' ? DEVICE_FAILURE : 0
    }
    const areDown = isCabinetDown(elapsed)
    if (areDown === this.#areCabinetsDown) return
    this.#areCabinetsDown = areDown
    for (const { gateway } of this.#gateways) {
      const slave = gateway.isShaky ? this.#slaves.get(gateway.key) : undefined
      if (slave) await (areDown ? slave.unplug() : slave.plug())
    }
  }
}
