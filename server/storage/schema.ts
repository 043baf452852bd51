import type { AlarmTables } from './schema/alarms.ts'
import type { AnnunciationTables } from './schema/annunciation.ts'
import type { DeviceTables } from './schema/devices.ts'
import type { EnergyTables } from './schema/energy.ts'
import type { FirmwareTables } from './schema/firmware.ts'
import type { GatewayTables } from './schema/gateways.ts'
import type { IdentityTables } from './schema/identity.ts'
import type { LotoTables } from './schema/loto.ts'
import type { ViewTables } from './schema/views.ts'

/**
 * Every table of the application database. Times are epoch milliseconds; booleans are 0/1; JSON is text
 * (schema/columns.ts). Telemetry has a database of its own (storage/telemetry), because its write load must never wait
 * for a lock held here.
 */
export interface DB
  extends IdentityTables,
    DeviceTables,
    AlarmTables,
    AnnunciationTables,
    EnergyTables,
    LotoTables,
    FirmwareTables,
    GatewayTables,
    ViewTables {}
