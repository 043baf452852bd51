import { createHash, randomBytes } from 'node:crypto'
import type { GatewayCommand } from '../control/command-bus.ts'
import type { FirmwareVersion } from './firmware.types.ts'
import type { OtaUpdate } from './ota.types.ts'

const OTA_TOPIC = 'ota'
/** How long the file of an offer can be fetched. */
export const TOKEN_MS = 60 * 60_000

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export const newToken = (): string => randomBytes(32).toString('base64url')

export interface OfferTerms {
  /** Scheme and authority under which the unit reaches this hub. */
  readonly baseUrl: string
  readonly token: string
  /** external_id of a device behind the gateway; null = the gateway itself. */
  readonly device: string | null
}

/** Where the file is, and what the unit needs to check it and whether it fits. */
export const offerOf = (
  update: OtaUpdate,
  firmware: FirmwareVersion,
  { baseUrl, token, device }: OfferTerms,
): GatewayCommand =>
  commandOf(update, {
    id: update.id,
    url: `${baseUrl}/api/console/ota/updates/${update.id}/file?token=${token}`,
    version: firmware.version,
    sha256: firmware.sha256,
    size: firmware.sizeBytes,
    signature: firmware.signature,
    device_type: firmware.deviceType,
    hw_revision: firmware.hwRevision,
    min_from_version: firmware.minFromVersion,
    ...(device !== null && { device }),
  })

export const recallOf = (update: OtaUpdate): GatewayCommand => commandOf(update, { id: update.id, cancel: true })

const commandOf = ({ tenantId, gatewayId, deviceId }: OtaUpdate, body: object): GatewayCommand => ({
  tenantId,
  gatewayId,
  ...(deviceId !== null && { deviceId }),
  topic: OTA_TOPIC,
  payload: JSON.stringify(body),
  isRetained: false,
})
