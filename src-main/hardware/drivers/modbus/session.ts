import { isDeepStrictEqual } from 'node:util'
import type {
  DeviceDiagnostics,
  DevicePlan,
  GatewayPlan,
  TemplateSpec,
  WriteOutcome,
  WriteRequest,
} from '../../../../server/core/outside.ts'
import type { DriverContext, Session } from '../../driver.ts'
import type { FieldError } from '../../fault.ts'
import { LinkState } from '../../link-state.ts'
import { DevicePoller, type DeviceReader, type PollerOptions } from '../../poller.ts'
import { readAnswer, readPdu } from './frame.ts'
import { isModbusConnection, type ModbusConnection, type Path, type Paths } from './paths.ts'
import { writePoint } from './write.ts'

export interface SessionOptions extends PollerOptions {
  readonly timeoutMs: number
}

interface Polled {
  readonly plan: DevicePlan
  readonly poller: DevicePoller
}

/** Polls the devices of one Modbus gateway, and writes to them. */
export class ModbusSession implements Session {
  readonly #context: DriverContext
  readonly #paths: Paths
  readonly #options: SessionOptions
  readonly #devices = new Map<string, Polled>()
  readonly #link: LinkState
  readonly #gatewayId: string
  #connection: ModbusConnection | null = null
  #path: Path | null = null
  #isStopped = false

  constructor(gatewayId: string, context: DriverContext, paths: Paths, options: SessionOptions) {
    this.#gatewayId = gatewayId
    this.#context = context
    this.#paths = paths
    this.#options = options
    this.#link = new LinkState(gatewayId, context.clock.now, (link) => {
      if (!this.#isStopped) context.sink.link(link)
    })
  }

  async update(plan: GatewayPlan): Promise<void> {
    if (!isDeepStrictEqual(plan.connection, this.#connection)) await this.#move(plan)
    const wanted = new Map(plan.devices.map((device) => [device.id, device]))
    for (const [id, { plan: before }] of this.#devices) if (!isDeepStrictEqual(before, wanted.get(id))) this.#drop(id)
    for (const device of plan.devices) if (!this.#devices.has(device.id)) this.#add(device)
  }

  describe(deviceId: string): DeviceDiagnostics | null {
    return this.#devices.get(deviceId)?.poller.describe() ?? null
  }

  /** What was read back is a reading too: the window need not wait for the next poll. */
  async write({ deviceId, point, value }: WriteRequest): Promise<WriteOutcome> {
    const device = this.#devices.get(deviceId)?.plan
    if (!device || !this.#path) return { readBack: null, isConfirmed: false, cause: 'the device is not polled' }
    const { clock } = this.#context
    const outcome = await writePoint(this.#path, device, point, value, clock)
    const metric = device.template?.points.find((each) => each.key === point)?.metric ?? null
    if (outcome.readBack !== null && metric !== null && !this.#isStopped) {
      this.#context.sink.offer({ deviceId, at: clock.now(), values: { [metric]: outcome.readBack }, quality: 'good' })
    }
    return outcome
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#leave()
  }

  async #move(plan: GatewayPlan): Promise<void> {
    await this.#leave()
    if (!isModbusConnection(plan.connection)) return
    this.#path = this.#paths.acquire(plan.connection)
    if (this.#path) this.#connection = plan.connection
    else this.#misconfigured(null, 'another gateway uses the same path with other line settings')
  }

  async #leave(): Promise<void> {
    for (const id of [...this.#devices.keys()]) this.#drop(id)
    const connection = this.#connection
    this.#connection = null
    this.#path = null
    if (connection) await this.#paths.release(connection)
  }

  #add(device: DevicePlan): void {
    const { template, slaveId } = device
    if (!this.#path || !template) return
    if (slaveId === null) {
      this.#misconfigured(device.id, 'no unit id')
      return
    }
    const reader = readerOf(this.#path, slaveId, template, this.#options)
    const poller = new DevicePoller(
      { ...device, template },
      reader,
      this.#eventsOf(device.id, this.#path),
      this.#options,
    )
    this.#devices.set(device.id, { plan: device, poller })
    poller.start()
  }

  #drop(id: string): void {
    const polled = this.#devices.get(id)
    if (!polled) return
    polled.poller.stop()
    if (polled.poller.isAlive) this.#path?.bus.countAlive(-1)
    this.#devices.delete(id)
  }

  #eventsOf(deviceId: string, path: Path) {
    const { sink } = this.#context
    return {
      reading: sink.offer.bind(sink),
      fault: (fault: Omit<Parameters<typeof sink.fault>[0], 'gatewayId'>) =>
        sink.fault({ ...fault, gatewayId: this.#gatewayId }),
      alive: (isAlive: boolean) => {
        path.bus.countAlive(isAlive ? 1 : -1)
        if (!isAlive && this.#isEveryOtherDead(deviceId)) this.#link.offline('no device answers')
      },
      answered: () => this.#link.online(),
      failed: (error: FieldError) => {
        if (error.kind === 'connection') this.#link.offline(error.message)
      },
    }
  }

  #isEveryOtherDead(deviceId: string): boolean {
    for (const [id, { poller }] of this.#devices) if (id !== deviceId && !poller.isGivenUp) return false
    return true
  }

  #misconfigured(deviceId: string | null, message: string): void {
    const { sink, clock } = this.#context
    sink.fault({ gatewayId: this.#gatewayId, deviceId, at: clock.now(), kind: 'config', code: null, message })
    if (deviceId === null) this.#link.offline(message)
  }
}

function readerOf(
  path: Path,
  unit: number,
  template: TemplateSpec,
  { timeoutMs, clock }: SessionOptions,
): DeviceReader {
  const { bus, channel } = path
  const { minGapMs } = template.limits
  return {
    cost: { ...path.cost, requestMs: path.cost.requestMs + minGapMs },
    gapMs: minGapMs,
    async read({ table, address, length }) {
      const pdu = readPdu(table, address, length)
      let sentAt = 0
      const answer = await bus.submit('poll', minGapMs, () => {
        sentAt = clock.now()
        return channel.exchange(unit, pdu)
      })
      return { data: readAnswer(answer, table, length), roundTripMs: clock.now() - sentAt }
    },
    reserveProbe: () => bus.reserveProbe(timeoutMs),
    settleProbe: (spentMs) => bus.settleProbe(timeoutMs, spentMs),
    retryAt: () => channel.retryAt,
  }
}
