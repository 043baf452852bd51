import type { Config } from './config.ts'
import type { AlarmEvents } from './core/alarms/alarm.types.ts'
import { Audit } from './core/audit/audit.ts'
import { CommandBus } from './core/control/command-bus.ts'
import { Control } from './core/control/control.ts'
import { pointsOf } from './core/control/device-points.ts'
import type { Core } from './core/core.ts'
import { fieldPlan } from './core/devices/field-plan.ts'
import { Inventory } from './core/devices/inventory.ts'
import { Events } from './core/events.ts'
import { OTA_STATUS_TOPIC } from './core/firmware/ota-engine.ts'
import { CONFIG_REPORT_TOPIC } from './core/gateway-config/gateway-configs.ts'
import type { Clock, FieldBus, Intake, Log, TemplateSpec } from './core/outside.ts'
import { Overview } from './core/overview/overview.ts'
import { System } from './core/system/system.ts'
import type { TelemetryStore } from './core/telemetry/store.ts'
import { Telemetry } from './core/telemetry/telemetry.ts'
import { Widgets } from './core/widgets/widgets.ts'
import { busWithNodes } from './core/zigbee/node-writer.ts'
import { consoleContract } from './http/contracts/console/index.ts'
import { incidentToWire } from './http/contracts/platform/incident-wire.ts'
import { platform } from './http/contracts/platform/index.ts'
import { baseMapsIn, listen } from './http/listen.ts'
import { RateLimiter } from './http/rate-limits.ts'
import { ConsoleSocket } from './http/sockets/console-socket.ts'
import { TelemetrySocket } from './http/sockets/telemetry-socket.ts'
import { CounterDeclarations } from './ingest/counters.ts'
import { LiveMap } from './ingest/live.ts'
import { loadInventory, Reconfiguration } from './ingest/reconfiguration.ts'
import { ReportRouter } from './ingest/reports.ts'
import { startJobs } from './jobs/jobs.ts'
import { alarmsPart } from './parts/alarms.ts'
import type { Base } from './parts/base.ts'
import { devicesPart } from './parts/devices.ts'
import { energyParts } from './parts/energy.ts'
import { exportsPart } from './parts/exports.ts'
import { firmwareParts } from './parts/firmware.ts'
import { gatewayConfigParts } from './parts/gateway-config.ts'
import { type IntakePart, intakePart } from './parts/intake.ts'
import { makeLoto } from './parts/loto.ts'
import { peoplePart } from './parts/people.ts'
import { openStorage } from './parts/storage.ts'
import { makeZigbee } from './parts/zigbee.ts'
import { argonPasswords } from './security/passwords.ts'
import { secretFile } from './security/secret-file.ts'
import { loadTemplateLibrary } from './storage/template-library.ts'

/** What the process that hosts the hub brings along. */
export interface Outside {
  readonly clock: Clock
  readonly log: Log
  readonly version: string
  /** Connects the hardware runtime once the hub can take readings. */
  readonly hardware: (intake: Intake) => Promise<FieldBus>
  /** Folder of the built window; null serves the APIs alone. */
  readonly windowFolder: string | null
  readonly docsFolder: string | null
  readonly templatesFolder: string
}

export interface Hub {
  readonly url: string
  readonly mqttUrl: string | null
  readonly core: Core
  readonly events: Events<AlarmEvents>
  readonly store: TelemetryStore
  readonly templates: readonly TemplateSpec[]
  /** Commits what is pending and lets the data folder go. Idempotent. */
  stop(): Promise<void>
}

/** Builds every feature, in order, and listens. @throws DataFolderInUse, PortInUse */
export async function startHub(config: Config, outside: Outside): Promise<Hub> {
  const { clock, log, version } = outside
  const startedAt = clock.now()
  const storage = await openStorage(config, outside)
  const { folder, store, stores, transact } = storage

  const events = new Events<AlarmEvents>()
  const inventory = new Inventory()
  const live = new LiveMap()
  const audit = new Audit({ stores, clock })
  const base: Base = { stores, transact, audit, clock, log, inventory }
  const people = peoplePart(base, folder)
  const { tenantTimeZone } = people
  const { identity } = people.core

  const telemetrySocket = new TelemetrySocket({ identity, clock, inventory, live })
  const consoleSocket = new ConsoleSocket({ identity, clock })
  const tell = (tenantId: string, message: object) => consoleSocket.tell(tenantId, message)
  const tells = (entity: string) => (tenantId: string) => tell(tenantId, { type: 'changed', entity })
  const configuration = new Reconfiguration(clock, log)
  const reconfigured = async (entity: string, tenantId: string): Promise<void> => {
    tells(entity)(tenantId)
    await configuration.ask()
  }

  const loto = makeLoto({
    ...base,
    live,
    passwords: argonPasswords,
    alarms: () => alarms,
    commandsSettled: () => commandBus.settled(),
    changed: tells('loto'),
  })
  const hardware = Promise.withResolvers<FieldBus>()
  const commandBus = new CommandBus({
    fieldBus: hardware.promise.then((bus) =>
      busWithNodes({ bus: Promise.resolve(bus), inventory, networks: zigbee.networks, clock }),
    ),
    interlock: loto.interlock,
  })
  const lastSeen = (deviceId: string): number | null => taking.lastSeen(deviceId)
  const library = loadTemplateLibrary(outside.templatesFolder)
  const places = devicesPart({
    ...base,
    store,
    live,
    library,
    interlock: loto.interlock,
    lastSeen,
    forgetCounters: (deviceId) => guard.forget(deviceId),
    changed: reconfigured,
  })
  const { templates } = places
  const { energy, guard, journal } = await energyParts({
    ...base,
    store,
    live,
    templates,
    tenantTimeZone,
    alarms: () => alarms,
    changed: tells('energy'),
  })
  const alarming = alarmsPart({
    ...base,
    store,
    live,
    events,
    energy,
    tenantTimeZone,
    secrets: secretFile(folder.path),
    tenantOf: (tenantId) => identity.tenant(tenantId),
    isLockedOut: (deviceId) => loto.isLockedOut(deviceId),
    tell,
    policyChanged: tells('alarm_policy'),
  })
  const { alarms } = alarming.core
  const telemetry = new Telemetry({
    lastSeen,
    store,
    live,
    inventory,
    templates,
    tenantTimeZone,
    alarmOf: (deviceId) => alarms.severityOf(deviceId),
  })
  const control = new Control({
    ...base,
    pointsOf: (device) => pointsOf(device, { templates, inventory, networks: zigbee.networks }),
    live,
    commandBus,
    changed: tells('point'),
  })
  const overview = new Overview({ store, live, inventory, clock, tenantTimeZone })
  const widgets = new Widgets({ ...base, changed: tells('widget') })
  const exporting = await exportsPart(
    { ...base, store, telemetry, tenant: (tenantId) => identity.tenant(tenantId), changed: tells('export') },
    folder,
  )

  await loadInventory(inventory, stores)
  await templates.start()
  const latest = await store.latest()
  live.load(latest)
  guard.load(latest)

  const reports = new ReportRouter(log)
  const taking: IntakePart = intakePart({
    ...base,
    store,
    live,
    guard,
    alarms,
    hardware: hardware.promise,
    tell,
    changed: (deviceId) => telemetrySocket.changed(deviceId),
    linked: (all) => {
      void updates.engine.links(all)
      void gatewayCare.core.gatewayConfigs.links(all)
    },
    onReports: (all) => reports.take(all),
    onClaim: (code) => zigbee.redeem(code),
  })
  const { intake, freshness } = taking
  const updates = await firmwareParts({ ...base, commandBus, alarms, changed: tells('firmware') }, folder)
  const gatewayCare = await gatewayConfigParts({
    ...base,
    templates,
    commandBus,
    lastSeen,
    linked: (all) => intake.links(all),
    changed: tells('gateway_config'),
  })
  const zigbee = makeZigbee({
    ...base,
    gateways: places.gateways,
    devices: places.devices,
    commandBus,
    alarms,
    isDemo: config.demo,
    readings: (batch) => intake.readings(batch),
    changed: tells('zigbee'),
  })
  reports.on(CONFIG_REPORT_TOPIC, (report) => gatewayCare.core.gatewayConfigs.report(report))
  reports.on(OTA_STATUS_TOPIC, (report) => updates.engine.report(report))
  reports.on(null, (report) => zigbee.take(report))
  await zigbee.start()
  await loto.start()
  await alarming.start()
  freshness.start()

  const fieldBus = await outside.hardware(intake)
  hardware.resolve(fieldBus)
  const counters = new CounterDeclarations(store)
  await configuration.start(async () => {
    await alarms.reload()
    freshness.reload()
    const plan = fieldPlan(inventory, templates)
    await counters.declare(plan)
    await fieldBus.configure(plan)
  })

  const mqttUrl = (await fieldBus.endpoints()).mqtt
  const system = new System({
    version,
    node: process.version,
    startedAt,
    now: () => clock.now(),
    isDemo: config.demo,
    dataFolder: folder.path,
    telemetry: store,
    database: storage.database,
    sockets: () => telemetrySocket.stats(),
    mqttUrl: async () => (await fieldBus.endpoints()).mqtt,
    isSetUp: () => identity.isSetUp(),
    baseMaps: () => baseMapsIn(folder.maps),
  })
  events.on('incident', ({ incident }) =>
    // One push for windows of both languages: they read `messages`.
    tell(incident.tenantId, { type: 'incident', incident: incidentToWire(incident, 'tr') }),
  )

  if (config.admin && !config.demo && !(await identity.isSetUp()))
    await identity.setUp({ tenantName: 'Quaywatch', ...config.admin })

  const core: Core = {
    ...people.core,
    ...places,
    ...alarming.core,
    ...updates.core,
    ...gatewayCare.core,
    inventory,
    telemetry,
    energy,
    audit,
    system,
    diagnostics: taking.diagnostics,
    overview,
    exports: exporting.exports,
    widgets,
    control,
    loto,
    zigbee: zigbee.zigbee,
    zigbeeClaims: zigbee.claims,
  }
  telemetrySocket.start()
  const http = await listen({
    host: config.host,
    port: config.port,
    contracts: [platform, consoleContract],
    serving: {
      core,
      limiter: new RateLimiter(clock),
      uploads: updates.uploads,
      log,
      authenticate: (token) => identity.authenticate(token),
    },
    sockets: {
      '/ws/telemetry': (...upgrade) => telemetrySocket.upgrade(...upgrade),
      '/ws/console': (...upgrade) => consoleSocket.upgrade(...upgrade),
    },
    windowFolder: outside.windowFolder,
    docsFolder: outside.docsFolder,
    mapFolder: folder.maps,
    log,
  })
  updates.listening(http.url)
  const jobs = startJobs(
    [
      ...exporting.jobs,
      ...taking.jobs,
      ...zigbee.jobs,
      ...updates.jobs,
      ...gatewayCare.jobs,
      ...alarming.jobs,
      ...people.jobs,
    ],
    clock,
    log,
  )

  let stopping: Promise<void> | null = null
  const stop = async () => {
    jobs.stop()
    zigbee.stop()
    loto.stop()
    await configuration.stop()
    telemetrySocket.stop()
    consoleSocket.stop()
    await http.stop()
    await exporting.exports.stop()
    await freshness.stop()
    await journal.settled()
    await alarming.stop()
    await taking.saveLastSeen()
    await storage.stop()
  }
  return {
    url: http.url,
    mqttUrl,
    core,
    events,
    store,
    templates: library,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}
