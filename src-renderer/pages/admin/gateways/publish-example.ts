interface PublishExample {
  /** mqtt://host:port as the hub tells it, or null when it is not known here. */
  mqttUrl: string | null
  clientId: string
  username: string
  password: string
}

/** Safe inside a POSIX shell, whatever the password holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** A command that sends one measurement, ready to paste. */
export function publishExample({ mqttUrl, clientId, username, password }: PublishExample): string {
  const address = mqttUrl ? new URL(mqttUrl) : null
  const topic = `quaywatch/${clientId}/EXTERNAL_ID/telemetry`
  return [
    `mosquitto_pub -h ${address?.hostname ?? '127.0.0.1'} -p ${address?.port || '1883'}`,
    `  -i ${quoted(clientId)} -u ${quoted(username)} -P ${quoted(password)} -q 1`,
    `  -t ${quoted(topic)}`,
    `  -m '{"values":{"active_power":1500,"voltage_l1":231.2}}'`,
  ].join(' \\\n')
}
