import { join } from 'node:path'
import { loadTemplateLibrary } from '../server/storage/template-library.ts'
import type { Api, Created } from './api.ts'
import { ROOT } from './hub.ts'
import { createModbusSlave, type ModbusSlave, type SlaveUnit } from './simulators/modbus-slave.ts'

export const TEMPLATE_KEY = 'eastron-sdm630'
export const UNIT_ID = 7

/** An energy meter on a Modbus TCP line of its own, played by the simulator. */
export interface Meter {
  readonly slave: ModbusSlave
  readonly unit: SlaveUnit
  say(metric: string, value: number): void
}

export async function startMeter(values: Readonly<Record<string, number>>): Promise<Meter> {
  const template = loadTemplateLibrary(join(ROOT, 'resources/templates')).find(({ key }) => key === TEMPLATE_KEY)
  if (!template) throw new Error(`no template ${TEMPLATE_KEY}`)
  const slave = await createModbusSlave({ port: 0 })
  const unit = slave.unit(UNIT_ID)
  const say = (metric: string, value: number) => unit.write(template, metric, value)
  for (const [metric, value] of Object.entries(values)) say(metric, value)
  return { slave, unit, say }
}

export function addGateway(api: Api, meter: Meter, name: string): Promise<Created> {
  const connection = { host: '127.0.0.1', port: meter.slave.port }
  return api.post('/api/gateways', { name, type: 'modbus_tcp', connection })
}

/** The meter as a device of the hub, behind a gateway of its own, polled every second. */
export async function addMeter(api: Api, meter: Meter, name: string): Promise<Created> {
  const gateway = await addGateway(api, meter, `${name} line`)
  return await api.post('/api/devices', {
    name,
    device_type: 'energy_analyzer',
    gateway_id: gateway.id,
    slave_id: UNIT_ID,
    template_id: TEMPLATE_KEY,
    poll_interval_s: 1,
  })
}
