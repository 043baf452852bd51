import type { Words } from '../errors.ts'

/**
 * Canonical unit (additions.md, Metrics) and name by metric without its phase; null: whatever the device gives.
 * The window says the same words.
 */
const METRICS: readonly (readonly [base: string, unit: string | null, tr: string, en: string])[] = [
  ['voltage', 'V', 'Gerilim', 'Voltage'],
  ['current', 'A', 'Akım', 'Current'],
  ['active_power', 'W', 'Aktif güç', 'Active power'],
  ['active_power_export', 'W', 'Verilen aktif güç', 'Active power exported'],
  ['reactive_power', 'var', 'Reaktif güç', 'Reactive power'],
  ['reactive_power_inductive', 'var', 'Endüktif reaktif güç', 'Inductive reactive power'],
  ['reactive_power_capacitive', 'var', 'Kapasitif reaktif güç', 'Capacitive reactive power'],
  ['apparent_power', 'VA', 'Görünür güç', 'Apparent power'],
  ['power_factor', '', 'Güç faktörü', 'Power factor'],
  ['frequency', 'Hz', 'Frekans', 'Frequency'],
  ['energy_import', 'Wh', 'Çekilen enerji', 'Energy imported'],
  ['energy_export', 'Wh', 'Verilen enerji', 'Energy exported'],
  ['reactive_energy', 'varh', 'Reaktif enerji', 'Reactive energy'],
  ['reactive_energy_inductive', 'varh', 'Endüktif reaktif enerji', 'Inductive reactive energy'],
  ['reactive_energy_capacitive', 'varh', 'Kapasitif reaktif enerji', 'Capacitive reactive energy'],
  ['reactive_energy_import', 'varh', 'Çekilen reaktif enerji', 'Reactive energy imported'],
  ['reactive_energy_export', 'varh', 'Verilen reaktif enerji', 'Reactive energy exported'],
  ['voltage_imbalance', '%', 'Gerilim dengesizliği', 'Voltage imbalance'],
  ['current_imbalance', '%', 'Akım dengesizliği', 'Current imbalance'],
  ['reactive_ratio_inductive', '%', 'Endüktif oran', 'Inductive ratio'],
  ['reactive_ratio_capacitive', '%', 'Kapasitif oran', 'Capacitive ratio'],
  ['temperature', '°C', 'Sıcaklık', 'Temperature'],
  ['humidity', '%', 'Nem', 'Humidity'],
  ['battery_soc', '%', 'Akü doluluğu', 'Battery charge'],
  ['state', '', 'Durum', 'State'],
  ['thd_voltage', null, 'Gerilim THD', 'Voltage THD'],
  ['thd_current', null, 'Akım THD', 'Current THD'],
  ['pv_power', null, 'PV gücü', 'PV power'],
  ['load_power', null, 'Yük gücü', 'Load power'],
  ['grid_power', null, 'Şebeke gücü', 'Grid power'],
  ['grid_current', null, 'Şebeke akımı', 'Grid current'],
  ['battery_voltage', null, 'Akü gerilimi', 'Battery voltage'],
  ['battery_current', null, 'Akü akımı', 'Battery current'],
  ['battery_power', null, 'Akü gücü', 'Battery power'],
  ['battery_soh', null, 'Akü sağlığı', 'Battery health'],
  ['battery_cycles', null, 'Akü çevrimi', 'Battery cycles'],
  ['wind_speed', null, 'Rüzgâr hızı', 'Wind speed'],
  ['air_pressure', null, 'Hava basıncı', 'Air pressure'],
  ['water_level', null, 'Su seviyesi', 'Water level'],
  ['sump_level', null, 'Sintine çukuru seviyesi', 'Sump level'],
  ['pump_running', null, 'Pompa', 'Pump'],
  ['water_flow', null, 'Su debisi', 'Water flow'],
  ['water_volume', null, 'Su hacmi', 'Water volume'],
]

/** Phase, tariff (t2) or number (pv_power_1). */
const PHASE = /_(l[123]|l12|l23|l31|n|avg|total|t\d|\d)$/

/** The unit of a known metric, or null for a key that the vocabulary does not have. */
export function unitOf(metric: string): string | null {
  const known = METRICS.find(([base]) => metric === base) ?? METRICS.find(([base]) => metric.startsWith(`${base}_`))
  return known ? known[1] : null
}

/** What people call a metric, phase last: `voltage_l12` is Voltage L1–L2. A key that nobody knows stands for itself. */
export function metricWords(metric: string): Words {
  const phase = PHASE.exec(metric)
  const base = phase ? metric.slice(0, phase.index) : metric
  const known = METRICS.find(([key]) => key === base)
  if (!known) return { tr: metric, en: metric }
  const tail = phase?.[1] ? ` ${phaseName(phase[1])}` : ''
  return { tr: `${known[2]}${tail}`, en: `${known[3]}${tail}` }
}

const phaseName = (phase: string): string => phase.toUpperCase().replace(/^L(\d)(\d)$/, 'L$1–L$2')
