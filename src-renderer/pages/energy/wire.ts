/** Answers of the energy routes, in wire words. Energies in kWh and kvarh, ratios in percent. */
export type EnergyQuality = 'good' | 'estimated' | 'partial' | 'missing'
export type Grouping = 'region' | 'subregion' | 'device_type' | 'device'

export interface SummaryItem {
  key: string
  name: string
  /** Null unless it is the whole; `measured_kwh` is then the part that is known. */
  energy_kwh: number | null
  measured_kwh: number | null
  share: number | null
  is_complete: boolean
  quality: EnergyQuality
  device_count: number
  missing: { device_id: string; name: string }[]
}

export interface EnergySummary {
  items: SummaryItem[]
  total_kwh: number | null
  measured_kwh: number | null
  is_complete: boolean
  metered_kwh: number | null
  generated_kwh: number | null
  losses_kwh: number | null
  losses_percent: number | null
}

export interface ComparedPeriod {
  start: string
  end: string
  total_kwh: number | null
  measured_kwh: number | null
  is_complete: boolean
  data: { timestamp: string; energy_kwh: number | null; quality: EnergyQuality }[]
}

export interface EnergyComparison {
  interval: string
  current: ComparedPeriod
  previous: ComparedPeriod
  change_percent: number | null
}

export interface LoadCurve {
  step_minutes: number
  peak_kw: number | null
  peak_at: string | null
  max_kw: number | null
  min_kw: number | null
  mean_kw: number | null
  load_factor: number | null
  coverage: number
  duration: [percent: number, kw: number][]
  profile: (number | null)[]
}

export interface HeatMap {
  cells: [weekday: number, hour: number, kw: number | null, count: number][]
  max_kw: number | null
}

export type ReactiveStatus = 'ok' | 'near' | 'over' | 'exempt' | 'unknown'

export interface BillingMeter {
  device_id: string
  name: string
  status: ReactiveStatus
  inductive_ratio: number | null
  capacitive_ratio: number | null
  inductive_percent: number | null
  capacitive_percent: number | null
}

export interface ReactiveRatio {
  device_id: string
  name: string
  period: { start: string; end: string; measured_until: string | null; is_current: boolean; time_zone: string }
  active_kwh: number | null
  inductive_kvarh: number | null
  capacitive_kvarh: number | null
  inductive_ratio: number | null
  capacitive_ratio: number | null
  reason: 'no_active_energy' | 'no_data' | 'no_reactive_counters' | 'incomplete' | null
  limits: {
    inductive_percent: number | null
    capacitive_percent: number | null
    band: 'under_50_kva' | 'from_50_kva' | 'exempt' | 'custom'
    installed_kva: number | null
    connection_kw: number | null
    valid_from: string | null
    is_exempt: boolean
    exempt_because: 'declared' | 'single_phase' | 'small_connection' | null
    is_assumed: boolean
  }
  forecast: { inductive_ratio: number | null; capacitive_ratio: number | null } | null
  hours_until_breach: { inductive: number | null; capacitive: number | null }
  is_quadrant_approximate: boolean
  is_estimated: boolean
  status: ReactiveStatus
  notes: string[]
  days: {
    date: string
    active_kwh: number | null
    inductive_kvarh: number | null
    capacitive_kvarh: number | null
    inductive_ratio_to_date: number | null
    capacitive_ratio_to_date: number | null
    quality: EnergyQuality
  }[]
  contributors: {
    device_id: string
    name: string
    active_kwh: number | null
    inductive_kvarh: number | null
    capacitive_kvarh: number | null
    inductive_ratio: number | null
    share: number | null
  }[]
  unattributed_kvarh: number | null
  load_side: {
    active_kwh: number | null
    generated_kwh: number | null
    inductive_ratio: number | null
    capacitive_ratio: number | null
  } | null
}

export interface BerthBill {
  device: { id: string; name: string; device_type: string }
  berths: string[]
  period: {
    month: string
    start: string
    end: string
    measured_until: string | null
    is_current: boolean
    time_zone: string
  }
  start_index: number | null
  end_index: number | null
  energy_kwh: number | null
  exchanges: { at: string; old_end_index: number; new_start_index: number; note: string | null }[]
  lines: {
    start: string
    end: string
    start_index: number | null
    end_index: number | null
    energy_kwh: number | null
    price_per_kwh: number | null
    amount: number | null
  }[]
  days: number
  standing_per_day: number | null
  standing_amount: number | null
  currency: string | null
  amount: number | null
  is_final: boolean
  is_estimated: boolean
  notes: { code: string; tr: string; en: string }[]
}

export interface ReactiveLimit {
  id: string
  device_id: string
  valid_from: string
  installed_kva: number | null
  connection_kw: number | null
  is_single_phase: boolean
  inductive_percent: number | null
  capacitive_percent: number | null
  is_exempt: boolean
}

export interface MeterExchange {
  id: string
  at: string
  metric: string
  old_end_index: number
  new_start_index: number
  note: string | null
  created_by: string | null
  is_superseded: boolean
}

export interface Tariff {
  valid_from: string
  price_per_kwh: number
  standing_per_day: number
  currency: string
}
