import type { Device } from '../devices/devices.types.ts'
import type { Inventory } from '../devices/inventory.ts'
import { invalid } from '../errors.ts'
import type { Tenant } from '../identity/identity.types.ts'
import type { Clock } from '../outside.ts'
import type { TelemetryStore } from '../telemetry/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { figures, type Known, rawColumns } from './columns.ts'
import type { ExportRequest, ExportSheet, RowBlock } from './export.types.ts'
import { bucketRows, rawRows } from './rows.ts'

export interface ExportPlan {
  readonly sheet: ExportSheet
  /** Metrics to be read. */
  readonly metrics: readonly string[]
  /** Begins to read anew at every call. */
  readonly rows: () => AsyncGenerator<RowBlock>
}

interface PlanDeps {
  readonly store: TelemetryStore
  readonly inventory: Inventory
  readonly telemetry: Telemetry
  readonly clock: Clock
  readonly tenant: (tenantId: string) => Promise<Tenant>
}

const HOUR_MS = 3_600_000
const MOST_HOURS = 400_000

/** What an export will hold and how it is read. Devices deleted meanwhile are left out. */
export async function planOf(deps: PlanDeps, tenantId: string, request: ExportRequest): Promise<ExportPlan> {
  const { start, end, interval, format, locale } = request
  if (interval !== 'raw' && (end - start) / HOUR_MS > MOST_HOURS)
    throw invalid({ tr: 'Aralık en çok 45 yıl olabilir', en: 'The range can be at most 45 years' })
  const devices = [...new Set(request.deviceIds)].flatMap((id) => deps.inventory.devices.get(id) ?? [])
  const known = await knownOf(deps, devices)
  const { name: tenant } = await deps.tenant(tenantId)
  const wanted = [...new Set(request.metrics)]
  const chosen = interval === 'raw' ? null : figures(wanted, known)
  const columns = chosen ?? rawColumns(wanted, known)
  const sheet: ExportSheet = {
    format,
    locale,
    tenant,
    interval,
    start,
    end,
    madeAt: deps.clock.now(),
    devices: await Promise.all(devices.map((device) => describe(deps, device))),
    columns: columns.map(({ key, unit }) => ({ key, unit })),
  }
  return {
    sheet,
    metrics: columns.map(({ key }) => key),
    rows: () =>
      interval === 'raw'
        ? rawRows(deps.store, sheet.devices, sheet.columns, request)
        : bucketRows(deps.store, sheet.devices, chosen ?? [], { start, end, interval }),
  }
}

async function knownOf(deps: PlanDeps, devices: readonly Device[]): Promise<Known> {
  const owner = new Map<string, Device>()
  for (const device of devices)
    for (const metric of await deps.store.metrics(device.id)) if (!owner.has(metric)) owner.set(metric, device)
  const [first] = devices
  return {
    metrics: [...owner.keys()].sort(),
    unit: (metric) => {
      const device = owner.get(metric) ?? first
      return device ? deps.telemetry.unit(device, metric) : ''
    },
  }
}

async function describe({ inventory, telemetry }: PlanDeps, device: Device) {
  const subregion = inventory.subregionOf(device)
  const site = [inventory.regionOf(device)?.name, subregion?.name].filter((name) => name !== undefined).join(' › ')
  return { id: device.id, name: device.name, site, timeZone: await telemetry.timeZoneOf(device) }
}
