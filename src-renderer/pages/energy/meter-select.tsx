import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { deviceIndexQuery } from '../../api/queries/devices.ts'
import { billingMetersQuery } from './queries.ts'

const METERS = ['energy_analyzer', 'pedestal', 'inverter', 'generator', 'zigbee']

/** Devices that may carry an energy counter, by name. */
export function useMeters() {
  const index = useQuery(deviceIndexQuery)
  return useMemo(() => (index.data ?? []).filter(({ device_type }) => METERS.includes(device_type)), [index.data])
}

/** The device in the address, or the first billing meter. */
export function useChosenMeter(text: string): string | null {
  const billing = useQuery(billingMetersQuery)
  const meters = useMeters()
  return text || billing.data?.[0]?.device_id || meters[0]?.id || null
}

interface MeterSelectProps {
  label: string
  chosen: string | null
  onChoose: (id: string | null) => void
  only?: string
}

export function MeterSelect({ label, chosen, onChoose, only }: MeterSelectProps) {
  const { t } = useTranslation()
  const meters = useMeters()
  const data = meters
    .filter(({ device_type }) => !only || device_type === only)
    .map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Select
      aria-label={label}
      placeholder={label}
      searchable
      limit={200}
      w={240}
      nothingFoundMessage={t('energy.noMeter')}
      allowDeselect={false}
      data={data}
      value={chosen}
      onChange={onChoose}
    />
  )
}
