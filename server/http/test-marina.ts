import type { TestHub } from './test-hub.ts'

/** A region, a subregion, a Modbus and an MQTT gateway with one device each, made over HTTP. */
export async function makeMarina(test: TestHub) {
  const made = async (path: string, json: unknown) => {
    const answer = await test.call('POST', path, { json })
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  const region = await made('/api/regions', { name: 'Ege', time_zone: 'Europe/Istanbul' })
  const subregion = await made('/api/subregions', { region_id: region.id, name: 'İskele A' })
  const modbus = await made('/api/gateways', {
    name: 'Pano 1',
    type: 'modbus_tcp',
    subregion_id: subregion.id,
    connection: { host: '127.0.0.1', port: 15_020 },
  })
  const mqtt = await made('/api/gateways', { name: 'Uç 1', type: 'mqtt', connection: { client_id: 'uc-1' } })
  const meter = await made('/api/devices', {
    name: 'Entes RG3-12CS #01',
    device_type: 'energy_analyzer',
    gateway_id: modbus.id,
    slave_id: 1,
    template_id: 'eastron-sdm630',
  })
  const pedestal = await made('/api/devices', {
    name: 'B-12',
    device_type: 'pedestal',
    gateway_id: mqtt.id,
    external_id: 'b-12',
    parent_id: meter.id,
  })
  return { region, subregion, modbus, mqtt, meter, pedestal }
}
