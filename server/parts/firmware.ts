import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { Alarms } from '../core/alarms/alarms.ts'
import type { Audit } from '../core/audit/audit.ts'
import type { Core } from '../core/core.ts'
import { Firmware } from '../core/firmware/firmware.ts'
import { FirmwareTrust } from '../core/firmware/firmware-trust.ts'
import { Ota } from '../core/firmware/ota.ts'
import { OtaBatches } from '../core/firmware/ota-batches.ts'
import { OtaEngine, type OtaEngineDeps } from '../core/firmware/ota-engine.ts'
import type { DataFolder } from '../data-folder.ts'
import { FirmwareFolder, UploadFolder } from '../files/upload-folder.ts'
import type { Job } from '../jobs/jobs.ts'

export interface FirmwareParts {
  readonly uploads: UploadFolder
  readonly core: Pick<Core, 'firmware' | 'firmwareTrust' | 'ota' | 'otaBatches'>
  readonly engine: OtaEngine
  readonly jobs: readonly Job[]
  /** Told where the hub listens: units download from there unless a setting says otherwise. */
  listening(url: string): void
}

export interface FirmwarePartsDeps extends Omit<OtaEngineDeps, 'firmware' | 'baseUrl' | 'hasCritical'> {
  readonly audit: Audit
  readonly alarms: Pick<Alarms, 'severityOf'>
}

const TICK_MS = 5_000

/** Firmware, its files, and updates over the air. */
export async function firmwareParts(deps: FirmwarePartsDeps, folder: DataFolder): Promise<FirmwareParts> {
  const uploads = new UploadFolder(join(folder.path, 'uploads'))
  const files = new FirmwareFolder(join(folder.path, 'firmware'), uploads)
  await uploads.start()
  await files.start()
  const trust = new FirmwareTrust(deps)
  const firmware = new Firmware({ ...deps, files, trust })
  await firmware.start()
  const own = Promise.withResolvers<string>()
  const baseUrl = async (tenantId: string) => (await trust.settingsOf(tenantId)).publicUrl ?? (await own.promise)
  const hasCritical = (gatewayId: string) =>
    deps.inventory.devicesOfGateway(gatewayId).some(({ id }) => deps.alarms.severityOf(id) === 'critical')
  const engine = new OtaEngine({ ...deps, firmware, baseUrl, hasCritical })
  const otaDeps = { ...deps, firmware, trust, engine, hasCritical }
  const ota = new Ota(otaDeps)
  return {
    uploads,
    core: { firmware, firmwareTrust: trust, ota, otaBatches: new OtaBatches(otaDeps, ota) },
    engine,
    jobs: [{ name: 'firmware updates', everyMs: TICK_MS, run: () => engine.tick() }],
    listening: (url) => own.resolve(reachable(url)),
  }
}

/** A hub that listens everywhere is reached by units under its address in their network. */
function reachable(url: string): string {
  const { hostname, port } = new URL(url)
  if (hostname !== '0.0.0.0' && hostname !== '[::]') return url
  const outward = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)
  return `http://${outward?.address ?? '127.0.0.1'}:${port}`
}
