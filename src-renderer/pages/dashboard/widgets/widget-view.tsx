import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { deviceIndexQuery } from '../../../api/queries/devices.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import type { WidgetKind } from '../wire.ts'
import { AlarmListWidget } from './alarm-list-widget.tsx'
import { ChartWidget } from './chart-widget.tsx'
import { EnergyFlowWidget } from './energy-flow-widget.tsx'
import { GaugeWidget } from './gauge-widget.tsx'
import { LotoStateWidget } from './loto-state-widget.tsx'
import { MapWidget } from './map-widget.tsx'
import { ValueWidget } from './value-widget.tsx'

interface WidgetViewProps {
  widget: WidgetKind
  subregionId: string
}

/** What a widget shows, live; the same on the dashboard and in the preview of its form. */
export function WidgetView({ widget, subregionId }: WidgetViewProps) {
  const { t } = useTranslation()
  const known = useQuery(deviceIndexQuery).data
  const wanted = devicesOf(widget)
  if (known && wanted.some((id) => !known.some((device) => device.id === id)))
    return <EmptyState isCompact title={t('dashboards.gone')} />
  switch (widget.type) {
    case 'value':
      return <ValueWidget config={widget.config} />
    case 'gauge':
      return <GaugeWidget config={widget.config} />
    case 'chart':
      return <ChartWidget config={widget.config} />
    case 'alarm_list':
      return <AlarmListWidget config={widget.config} subregionId={subregionId} />
    case 'map':
      return <MapWidget subregionId={subregionId} />
    case 'energy_flow':
      return <EnergyFlowWidget config={widget.config} />
    case 'loto_state':
      return <LotoStateWidget subregionId={subregionId} />
  }
}

function devicesOf(widget: WidgetKind): readonly string[] {
  if (widget.type === 'chart') return widget.config.series.map(({ device_id }) => device_id)
  if (widget.type === 'value' || widget.type === 'gauge' || widget.type === 'energy_flow')
    return [widget.config.device_id]
  return []
}
