import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { skippedCount } from '../../../api/live.ts'
import { useMay, useSession } from '../../../api/queries/session.ts'
import { systemQuery, useSaveTenant } from '../../../api/queries/system.ts'
import type { SystemInfo } from '../../../api/types.ts'
import { Card, CardForm, Cards } from '../../../components/card.tsx'
import { useErrorText } from '../../../components/error-state.tsx'
import { Fact, Facts } from '../../../components/facts.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { toast } from '../../../components/toast.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useFormat } from '../../../format/use-format.ts'
import type { AdminSectionProps } from '../admin-page.tsx'

export function SystemSection({ tabs }: AdminSectionProps) {
  const { t } = useTranslation()
  const query = useQuery(systemQuery)
  return (
    <>
      <PageHeader title={t('admin.title')}>{tabs}</PageHeader>
      <Cards>
        <TenantCard />
        <Loaded query={query}>
          {(system) => (
            <>
              <HubCard system={system} />
              <TelemetryCard system={system} />
            </>
          )}
        </Loaded>
      </Cards>
    </>
  )
}

function TenantCard() {
  const { t } = useTranslation()
  const { tenant } = useSession()
  const may = useMay()
  const save = useSaveTenant()
  const errorText = useErrorText(save.error)
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), [])
  const form = useForm({ name: tenant.name, zone: tenant.time_zone }, (fields) => ({
    name: fields.name.trim() ? null : t('form.required'),
  }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.tryOut()) return
    save.mutate(
      { name: form.fields.name.trim(), time_zone: form.fields.zone },
      { onSuccess: () => toast(t('admin.system.saved')) },
    )
  }
  return (
    <Card title={t('admin.system.tenant')}>
      <CardForm
        onSubmit={submit}
        canWrite={may('users:write')}
        isBusy={save.isPending}
        fault={save.isError ? errorText : null}
      >
        <TextInput
          label={t('admin.system.tenantName')}
          value={form.fields.name}
          error={form.fault('name')}
          onChange={(event) => form.change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('admin.system.timeZone')}
          description={t('admin.system.timeZoneHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          data={zones}
          searchable
          limit={80}
          nothingFoundMessage={t('form.nothingFound')}
          value={form.fields.zone}
          onChange={(zone) => form.change({ zone: zone ?? tenant.time_zone })}
        />
      </CardForm>
    </Card>
  )
}

function HubCard({ system }: { system: SystemInfo }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Card title={t('admin.system.hub')}>
      <Facts>
        <Fact name={t('admin.system.version')}>{system.version}</Fact>
        <Fact name={t('admin.system.uptime')}>{format.age(system.uptime_s * 1000)}</Fact>
        <Fact name={t('admin.system.runtime')}>{system.node}</Fact>
        <Fact name={t('admin.system.database')}>
          {system.database.kind}
          {system.database.bytes === null ? '' : ` · ${format.bytes(system.database.bytes)}`}
        </Fact>
        <Fact name={t('admin.system.mqtt')}>
          <span className="mono">{system.mqtt_url ?? t('admin.system.noMqtt')}</span>
        </Fact>
        <Fact name={t('admin.system.folder')}>
          <span className="mono">{system.data_folder}</span>
        </Fact>
      </Facts>
    </Card>
  )
}

function TelemetryCard({ system }: { system: SystemInfo }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { telemetry } = system
  const perPoint = telemetry.points > 0 ? telemetry.bytes / telemetry.points : null
  return (
    <Card title={t('admin.system.telemetry')}>
      <Facts>
        <Fact name={t('admin.system.series')}>{format.number(telemetry.series)}</Fact>
        <Fact name={t('admin.system.points')}>{format.number(telemetry.points)}</Fact>
        <Fact name={t('admin.system.size')}>{format.bytes(telemetry.bytes)}</Fact>
        <Fact name={t('admin.system.perPoint')}>{perPoint === null ? '—' : `${format.number(perPoint, 1)} B`}</Fact>
        <Fact name={t('admin.system.committed')}>{format.number(telemetry.committed_points)}</Fact>
        <Fact name={t('admin.system.pending')}>{format.number(telemetry.pending_points)}</Fact>
        <Fact name={t('admin.system.dropped')}>{format.number(telemetry.dropped_points)}</Fact>
        <Fact name={t('admin.system.skipped')}>
          <span title={t('admin.system.skippedHint')}>{format.number(skippedCount())}</span>
        </Fact>
      </Facts>
    </Card>
  )
}
