import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { gatewaysQuery, subregionsQuery } from '../../../api/queries/sites.ts'
import { LinkWord } from '../../../components/link-word.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { templatesQuery } from '../queries.ts'
import classes from './detail.module.css'
import { useDevice } from './use-device.ts'

export function DeviceFacts({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { device, row } = useDevice(deviceId)
  const gateway = useQuery(gatewaysQuery).data?.find((one) => one.id === device?.gateway_id)
  const subregion = useQuery(subregionsQuery).data?.find((one) => one.id === row?.subregionId)
  const template = useQuery(templatesQuery).data?.find((one) => one.id === device?.template_id)
  if (!device) return null
  const facts: [label: string, value: React.ReactNode][] = [
    [
      t('devices.fact.gateway'),
      gateway ? (
        <>
          {gateway.name}{' '}
          {gateway.is_online ? null : (
            <LinkWord isOnline={false} lastSeen={gateway.last_seen} isEnabled={gateway.is_enabled} />
          )}
        </>
      ) : (
        '—'
      ),
    ],
    [t('devices.fact.subregion'), subregion?.name ?? '—'],
    [t('devices.fact.lastSeen'), format.time(device.last_seen)],
  ]
  if (device.slave_id !== null) facts.push([t('devices.fact.slaveId'), device.slave_id])
  if (device.external_id !== null) facts.push([t('devices.fact.externalId'), device.external_id])
  if (device.template_id !== null) {
    facts.push([t('devices.fact.template'), template ? `${template.name} ${template.version}` : '—'])
  }
  if (device.poll_interval_s !== null)
    facts.push([t('devices.fact.period'), `${format.number(device.poll_interval_s)} s`])
  if (device.parent_id !== null) {
    facts.push([t('devices.fact.parent'), <ParentLink key="parent" id={device.parent_id} />])
  }
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function ParentLink({ id }: { id: string }) {
  const { row } = useDevice(id)
  return <Link to={`/devices/${id}`}>{row?.name ?? id}</Link>
}
