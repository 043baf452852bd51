import type { Config } from './config.ts'
import type { AlarmEvents } from './core/alarms/alarm.types.ts'
import { Alarms } from './core/alarms/alarms.ts'
import { AlarmKpis } from './core/alarms/kpi.ts'
import { Audit } from './core/audit/audit.ts'
import { CommandBus } from './core/control/command-bus.ts'
import { Control } from './core/control/control.ts'
import { pointsOf } from './core/control/device-points.ts'
import type { Core } from './core/core.ts'
import { Devices } from './core/devices/devices.ts'
import { fieldPlan } from './core/devices/field-plan.ts'
import { Gateways } from './core/devices/gateways.ts'
import { Inventory } from './core/devices/inventory.ts'
import { Templates } from './core/devices/templates.ts'
import { Events } from './core/events.ts'
import { OTA_STATUS_TOPIC } from './core/firmware/ota-engine.ts'
import { CONFIG_REPORT_TOPIC } from './core/gateway-config/gateway-configs.ts'
import { Diagnostics } from './core/hardware/diagnostics.ts'
import { Identity } from './core/identity/identity.ts'
import { People } from './core/identity/people.ts'
import type { Clock, FieldBus, Intake, Log, TemplateSpec } from './core/outside.ts'
import { Overview } from './core/overview/overview.ts'
import { Sites } from './core/sites/sites.ts'
import { System } from './core/system/system.ts'
import type { TelemetryStore } from './core/telemetry/store.ts'
import { Telemetry } from './core/telemetry/telemetry.ts'
import { Widgets } from './core/widgets/widgets.ts'
import { busWithNodes } from './core/zigbee/node-writer.ts'
import { openDataFolder } from './data-folder.ts'
import { consoleContract } from './http/contracts/console/index.ts'
import { incidentToWire } from './http/contracts/platform/alarms.ts'
import { platform } from './http/contracts/platform/index.ts'
import { baseMapsIn, listen } from './http/listen.ts'
import { RateLimiter } from './http/rate-limits.ts'
import { ConsoleSocket } from './http/sockets/console-socket.ts'
import { TelemetrySocket } from './http/sockets/telemetry-socket.ts'
import { CounterDeclarations } from './ingest/counters.ts'
import { Freshness } from './ingest/freshness.ts'
import { HubIntake } from './ingest/intake.ts'
import { Links } from './ingest/links.ts'
import { LiveMap } from './ingest/live.ts'
import { loadInventory, Reconfiguration } from './ingest/reconfiguration.ts'
import { ReportRouter } from './ingest/reports.ts'
import { startJobs } from './jobs/jobs.ts'
import { expire } from './jobs/retention.ts'
import { alarmEvaluation } from './parts/alarm-evaluation.ts'
import { annunciationPart } from './parts/annunciation.ts'
import { energyParts } from './parts/energy.ts'
import { exportsPart } from './parts/exports.ts'
import { firmwareParts } from './parts/firmware.ts'
import { gatewayConfigParts } from './parts/gateway-config.ts'
import { makeLoto } from './parts/loto.ts'
import { makeZigbee } from './parts/zigbee.ts'
import { argonPasswords } from './security/passwords.ts'
import { secretFile } from './security/secret-file.ts'
import { loadSecrets } from './security/secrets.ts'
import { jwtTokens } from './security/tokens.ts'
import { openDatabase, openTelemetry } from './storage/open.ts'
import { makeStores } from './storage/stores/stores.ts'
import { loadTemplateLibrary } from './storage/template-library.ts'
import { makeTransact } from './storage/transact.ts'

const ACCESS_TOKEN_S = 15 * 60
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

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
  const folder = openDataFolder(config.data)
  const database = await openDatabase(config.databaseUrl, folder, version, clock.now())
  const store = await openTelemetry(config.databaseUrl, folder, log)
  await store.start()

  const { db } = database
  const stores = makeStores(db)
  const transact = makeTransact(db)
  const events = new Events<AlarmEvents>()
  const inventory = new Inventory()
  const live = new LiveMap()
  const tokens = jwtTokens(loadSecrets(folder.path).signingKey, clock, ACCESS_TOKEN_S)
  const audit = new Audit({ stores, clock })
  const hostTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const identity = new Identity({ stores, transact, audit, clock, passwords: argonPasswords, tokens, hostTimeZone })
  const people = new People({
    stores,
    transact,
    audit,
    clock,
    passwords: argonPasswords,
    changed: () => identity.forgetActors(),
  })
  const tenantTimeZone = async (tenantId: string) => (await identity.tenant(tenantId)).timeZone

  const telemetrySocket = new TelemetrySocket({ identity, clock, inventory, live })
  const consoleSocket = new ConsoleSocket({ identity, clock })
  const configuration = new Reconfiguration(clock, log)
  const changed = async (entity: string, tenantId: string): Promise<void> => {
    consoleSocket.tell(tenantId, { type: 'changed', entity })
    if (entity !== 'alarm_policy') await configuration.ask()
  }

  const loto = makeLoto({
    stores,
    transact,
    audit,
    clock,
    log,
    inventory,
    live,
    passwords: argonPasswords,
    alarms: () => alarms,
    commandsSettled: () => commandBus.settled(),
    changed: (tenantId) => consoleSocket.tell(tenantId, { type: 'changed', entity: 'loto' }),
  })
  const hardware = Promise.withResolvers<FieldBus>()
  const commandBus = new CommandBus({
    fieldBus: hardware.promise.then((bus) =>
      busWithNodes({ bus: Promise.resolve(bus), inventory, networks: zigbee.networks, clock }),
    ),
    interlock: loto.interlock,
  })
  const lastSeen = (deviceId: string): number | null => freshness.lastSeen(deviceId)
  const library = loadTemplateLibrary(outside.templatesFolder)
  const templates = new Templates({
    stores,
    transact,
    audit,
    clock,
    library,
    changed: (tenantId) => changed('device_template', tenantId),
  })
  const sites = new Sites({
    stores,
    transact,
    audit,
    clock,
    inventory,
    changed: (entity, tenantId) => void changed(entity, tenantId),
  })
  const gateways = new Gateways({
    stores,
    transact,
    audit,
    clock,
    inventory,
    interlock: loto.interlock,
    lastSeen,
    changed: (tenantId) => changed('gateway', tenantId),
  })
  const forget = (deviceId: string) => {
    live.forget(deviceId)
    guard.forget(deviceId)
    store
      .forgetDevice(deviceId)
      .catch((error: unknown) =>
        log.error({ deviceId, error: String(error) }, 'telemetry of a deleted device not removed'),
      )
  }
  const devices = new Devices({
    stores,
    transact,
    audit,
    clock,
    inventory,
    templates,
    interlock: loto.interlock,
    changed: (tenantId) => changed('device', tenantId),
    removed: forget,
    lastSeen,
  })
  const { energy, guard, journal } = await energyParts({
    stores,
    transact,
    audit,
    clock,
    log,
    store,
    live,
    inventory,
    templates,
    tenantTimeZone,
    changed: (tenantId) => consoleSocket.tell(tenantId, { type: 'changed', entity: 'energy' }),
    alarm: (alarm) => alarms.report({ ...alarm, origin: 'hub', gatewayId: null, severity: 'info' }),
    calm: (deviceId) => alarms.resolve({ origin: 'hub', deviceId, gatewayId: null }),
  })
  const annunciation = annunciationPart({
    stores,
    transact,
    audit,
    clock,
    inventory,
    log,
    secrets: secretFile(folder.path),
    tenantOf: (tenantId) => identity.tenant(tenantId),
    isLockedOut: (deviceId) => loto.isLockedOut(deviceId),
    tell: (tenantId, message) => consoleSocket.tell(tenantId, message),
  })
  const evaluation = alarmEvaluation({
    stores,
    transact,
    audit,
    clock,
    store,
    inventory,
    energy,
    tenantTimeZone,
    changed: async (tenantId) => {
      await alarms.reload()
      consoleSocket.tell(tenantId, { type: 'changed', entity: 'holiday' })
    },
  })
  const alarms: Alarms = new Alarms({
    stores,
    transact,
    audit,
    clock,
    log,
    events,
    inventory,
    changed: (entity, tenantId) => void changed(entity, tenantId),
    live,
    tenantTimeZone,
    annunciation: annunciation.annunciation,
    outlook: evaluation.outlook,
  })
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
    stores,
    transact,
    audit,
    inventory,
    pointsOf: (device) => pointsOf(device, { templates, inventory, networks: zigbee.networks }),
    live,
    commandBus,
    changed: (tenantId) => consoleSocket.tell(tenantId, { type: 'changed', entity: 'point' }),
  })
  const overview = new Overview({ store, live, inventory, clock, tenantTimeZone })
  const widgets = new Widgets({
    stores,
    transact,
    audit,
    clock,
    inventory,
    changed: (tenantId) => consoleSocket.tell(tenantId, { type: 'changed', entity: 'widget' }),
  })
  const exporting = await exportsPart(
    {
      stores,
      transact,
      audit,
      clock,
      log,
      inventory,
      store,
      telemetry,
      tenant: (tenantId) => identity.tenant(tenantId),
      changed: (tenantId) => consoleSocket.tell(tenantId, { type: 'changed', entity: 'export' }),
    },
    folder,
  )

  await loadInventory(inventory, stores)
  await templates.start()
  const latest = await store.latest()
  live.load(latest)
  guard.load(latest)

  const links = new Links({
    inventory,
    stores,
    clock,
    log,
    tell: (tenantId, message) => consoleSocket.tell(tenantId, message),
  })
  const freshness: Freshness = new Freshness({
    clock,
    log,
    inventory,
    live,
    store,
    changed: (deviceId) => telemetrySocket.changed(deviceId),
    linked: (all) => links.devices(all),
    doubted: (readings) => alarms.onReadings(readings),
  })
  const lazyBus: Pick<FieldBus, 'describe' | 'serialPorts'> = {
    describe: async (deviceId) => (await hardware.promise).describe(deviceId),
    serialPorts: async () => (await hardware.promise).serialPorts(),
  }
  const diagnostics = new Diagnostics({
    stores,
    inventory,
    fieldBus: lazyBus,
    received: (tenantId) => consoleSocket.tell(tenantId, { type: 'changed', entity: 'inbox' }),
  })
  const reports = new ReportRouter(log)
  const updates = await firmwareParts(
    {
      stores,
      transact,
      audit,
      clock,
      log,
      inventory,
      commandBus,
      hasCritical: (gatewayId) =>
        inventory.devicesOfGateway(gatewayId).some(({ id }) => alarms.severityOf(id) === 'critical'),
      changed: (tenantId) => consoleSocket.tell(tenantId, { type: 'changed', entity: 'firmware' }),
    },
    folder,
  )
  const gatewayCare = await gatewayConfigParts({
    stores,
    transact,
    audit,
    clock,
    log,
    inventory,
    templates,
    commandBus,
    lastSeen,
    linked: (all) => intake.links(all),
    changed: (tenantId) => consoleSocket.tell(tenantId, { type: 'changed', entity: 'gateway_config' }),
  })
  reports.on(CONFIG_REPORT_TOPIC, (report) => gatewayCare.gatewayConfigs.report(report))
  reports.on(OTA_STATUS_TOPIC, (report) => updates.engine.report(report))
  const zigbee = makeZigbee({
    stores,
    transact,
    audit,
    clock,
    log,
    inventory,
    gateways,
    devices,
    commandBus,
    isDemo: config.demo,
    readings: (batch) => intake.readings(batch),
    changed: (tenantId) => consoleSocket.tell(tenantId, { type: 'changed', entity: 'zigbee' }),
    alarm: ({ id, tenantId }, message) =>
      alarms.report({
        origin: 'zigbee_join_open',
        tenantId,
        gatewayId: id,
        deviceId: null,
        severity: 'high',
        message,
        metric: null,
        value: null,
      }),
    calm: ({ id }) => alarms.resolve({ origin: 'zigbee_join_open', gatewayId: id, deviceId: null }),
  })
  reports.on(null, (report) => zigbee.take(report))
  await zigbee.start()
  const intake: HubIntake = new HubIntake({
    store,
    live,
    guard,
    freshness,
    alarms,
    inventory,
    diagnostics,
    clock,
    changed: (deviceId) => telemetrySocket.changed(deviceId),
    linked: (all) => {
      links.gateways(all)
      void updates.engine.links(all)
      void gatewayCare.gatewayConfigs.links(all)
    },
    onReports: (all) => reports.take(all),
    onClaim: (code) => zigbee.redeem(code),
  })
  await loto.start()
  await annunciation.start()
  await alarms.start()
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
    database: database.report,
    sockets: () => telemetrySocket.stats(),
    mqttUrl: async () => (await fieldBus.endpoints()).mqtt,
    isSetUp: () => identity.isSetUp(),
    baseMaps: () => baseMapsIn(folder.maps),
  })
  events.on('incident', ({ incident }) =>
    // One push for windows of both languages: they read `messages`.
    consoleSocket.tell(incident.tenantId, { type: 'incident', incident: incidentToWire(incident, 'tr') }),
  )

  if (config.admin && !config.demo && !(await identity.isSetUp()))
    await identity.setUp({ tenantName: 'Quaywatch', ...config.admin })

  const core: Core = {
    identity,
    people,
    sites,
    gateways,
    devices,
    templates,
    inventory,
    gatewayConfigs: gatewayCare.gatewayConfigs,
    presence: gatewayCare.presence,
    firmware: updates.firmware,
    ota: updates.ota,
    otaBatches: updates.otaBatches,
    telemetry,
    energy,
    alarms,
    alarmSimulation: evaluation.simulation,
    holidays: evaluation.holidays,
    maintenance: annunciation.maintenance,
    alarmSettings: annunciation.alarmSettings,
    alarmKpis: new AlarmKpis({ stores, clock, alarms, settings: annunciation.alarmSettings }),
    escalations: annunciation.escalation.escalations,
    dispatcher: annunciation.escalation.dispatcher,
    mail: annunciation.escalation.mail,
    webhookKeys: annunciation.escalation.webhookKeys,
    audit,
    system,
    diagnostics,
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
      exporting.job,
      { name: 'last seen', everyMs: MINUTE_MS, run: () => links.save(lastSeen) },
      { name: 'retention', everyMs: 10 * MINUTE_MS, run: () => expire(store, clock) },
      { name: 'faults', everyMs: 10 * MINUTE_MS, run: () => stores.hardware.trimFaults() },
      { name: 'inbox', everyMs: 10 * MINUTE_MS, run: () => stores.hardware.trimInbox() },
      { name: 'zigbee claims', everyMs: MINUTE_MS, run: () => zigbee.claims.expire() },
      updates.job,
      ...gatewayCare.jobs,
      ...annunciation.escalation.jobs,
      { name: 'sessions', everyMs: HOUR_MS, run: () => stores.identity.forgetExpiredSessions(clock.now()) },
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
    await alarms.stop()
    await annunciation.escalation.stop()
    await links.save(lastSeen)
    await store.stop()
    await db.destroy()
    folder.release()
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
