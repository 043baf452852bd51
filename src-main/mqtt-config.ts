import type { Config } from '../server/config.ts'
import type { MqttConfig } from './hardware/driver.ts'

export function mqttConfigOf(config: Config): MqttConfig {
  if (config.mqttUrl) return { mode: 'external', url: config.mqttUrl }
  if (config.mqttPort === 'off') return { mode: 'off' }
  return { mode: 'embedded', host: config.host, port: config.mqttPort }
}
