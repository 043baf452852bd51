interface BridgeConfig {
  /** mqtt://host:port as the hub tells it, or null when it is not known here. */
  mqttUrl: string | null
  baseTopic: string
  username: string
  password: string
}

/** What goes into configuration.yaml of Zigbee2MQTT. Availability is asked for: it is off by default. */
export function bridgeConfig({ mqttUrl, baseTopic, username, password }: BridgeConfig): string {
  return [
    'mqtt:',
    `  base_topic: ${baseTopic}`,
    `  server: ${mqttUrl ?? 'mqtt://127.0.0.1:1883'}`,
    `  user: ${username}`,
    `  password: ${JSON.stringify(password)}`,
    'availability:',
    '  enabled: true',
  ].join('\n')
}
