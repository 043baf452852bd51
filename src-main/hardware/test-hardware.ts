import type {
  DevicePlan,
  Fault,
  GatewayConnection,
  GatewayLink,
  GatewayPlan,
  GatewayReport,
  InboxMessage,
  Intake,
  Log,
  PointRegister,
  PointSpec,
  Reading,
  RegisterSpec,
  TemplateSpec,
} from '../../server/core/outside.ts'

/** Pieces that the tests of the hardware share. */

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

export interface RecordedIntake extends Intake {
  readonly taken: {
    readings: Reading[]
    links: GatewayLink[]
    faults: Fault[]
    inbox: InboxMessage[]
    reports: GatewayReport[]
  }
  /** Resolves as soon as something taken (before or after the call) satisfies the test. */
  reading(test: (reading: Reading) => boolean): Promise<Reading>
  link(test: (link: GatewayLink) => boolean): Promise<GatewayLink>
  fault(test: (fault: Fault) => boolean): Promise<Fault>
  /** While set, every call is rejected with it. */
  refusal: Error | null
}

/** A hub that keeps what it is given. */
export function recordIntake(): RecordedIntake {
  const taken: RecordedIntake['taken'] = { readings: [], links: [], faults: [], inbox: [], reports: [] }
  const waiters = new Set<() => void>()
  const until = <T>(list: readonly T[], test: (item: T) => boolean): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const found = list.find(test)
        if (found === undefined) return
        waiters.delete(look)
        resolve(found)
      }
      waiters.add(look)
      look()
    })
  const take = async <T>(list: T[], items: readonly T[]) => {
    if (intake.refusal) throw intake.refusal
    list.push(...items)
    for (const look of [...waiters]) look()
  }
  const intake: RecordedIntake = {
    taken,
    refusal: null,
    readings: (batch) => take(taken.readings, batch),
    links: (links) => take(taken.links, links),
    faults: (faults) => take(taken.faults, faults),
    inbox: (messages) => take(taken.inbox, messages),
    reports: (reports) => take(taken.reports, reports),
    claim: async () => ({ refused: 'no claims here' }),
    reading: (test) => until(taken.readings, test),
    link: (test) => until(taken.links, test),
    fault: (test) => until(taken.faults, test),
  }
  return intake
}

export function register(changes: Partial<RegisterSpec> & { metric: string; address: number }): RegisterSpec {
  return {
    table: 'holding',
    length: lengthOf(changes.type ?? 'u16'),
    type: 'u16',
    byteOrder: 'big',
    wordOrder: 'big',
    scale: 1,
    offset: 0,
    scaleRegister: null,
    unit: '',
    pollClass: 'live',
    invalid: [],
    labels: null,
    counter: null,
    ...changes,
  }
}

function lengthOf(type: RegisterSpec['type']): number {
  if (type === 'u32' || type === 'i32' || type === 'f32' || type === 'bcd32') return 2
  if (type === 'u48') return 3
  return type === 'u64' || type === 'i64' || type === 'f64' ? 4 : 1
}

export function template(
  registers: readonly RegisterSpec[],
  limits: Partial<TemplateSpec['limits']> = {},
  points: readonly PointSpec[] = [],
): TemplateSpec {
  return {
    id: 'template-1',
    key: 'test-meter',
    name: 'Test meter',
    manufacturer: 'Test',
    deviceType: 'energy_analyzer',
    version: '1',
    verified: false,
    source: 'test',
    limits: { maxRead: 125, maxGap: 8, minGapMs: 0, forbidden: [], ...limits },
    registers,
    points,
  }
}

/** A set point from 0 to 100, or the switch that a coil is. */
export function point(
  changes: Partial<Omit<PointSpec, 'register'>> & { key: string; register: Partial<PointRegister> },
): PointSpec {
  const { key, register: place, ...rest } = changes
  const words = { tr: key, en: key }
  const isCoil = place.table === 'coil'
  const option = (value: number) => ({ value, name: words, effect: null })
  return {
    key,
    name: words,
    kind: isCoil ? 'switch' : 'setpoint',
    metric: null,
    unit: '',
    min: isCoil ? null : 0,
    max: isCoil ? null : 100,
    step: null,
    options: isCoil ? [option(0), option(1)] : null,
    energising: isCoil ? [1] : null,
    ...rest,
    register: {
      table: 'holding',
      address: 0,
      type: isCoil ? 'bool' : 'u16',
      byteOrder: 'big',
      wordOrder: 'big',
      scale: 1,
      offset: 0,
      isWrittenAsList: false,
      ...place,
    },
  }
}

export function device(changes: Partial<DevicePlan> = {}): DevicePlan {
  const id = changes.id ?? 'device-1'
  return { id, name: id, slaveId: 1, externalId: null, pollIntervalMs: 20, template: null, ...changes }
}

export function gateway(
  connection: GatewayConnection,
  devices: readonly DevicePlan[],
  changes: Partial<GatewayPlan> = {},
): GatewayPlan {
  return { id: 'gateway-1', name: 'Gateway', isEnabled: true, connection, devices, ...changes }
}
