import { Button } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/hub.ts'
import { deviceQuery } from '../../../api/queries/devices.ts'
import { useMay } from '../../../api/queries/session.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { toast } from '../../../components/toast.tsx'
import { platform } from '../../../platform.ts'
import { templateQuery } from '../queries.ts'
import type { Template } from '../wire.ts'
import classes from './registers.module.css'
import { UploadRegisters } from './upload-registers.tsx'
import { useRegisterColumns } from './use-register-columns.tsx'
import { VerifiedBadge } from './verified-badge.tsx'

export function RegistersTab({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation()
  const device = useQuery(deviceQuery(deviceId))
  return (
    <Loaded query={device}>
      {({ template_id }) =>
        template_id === null ? (
          <EmptyState title={t('devices.registers.none')} hint={t('devices.registers.noneHint')} />
        ) : (
          <RegisterMap templateId={template_id} />
        )
      }
    </Loaded>
  )
}

function RegisterMap({ templateId }: { templateId: string }) {
  const { t } = useTranslation()
  const query = useQuery(templateQuery(templateId))
  const columns = useRegisterColumns()
  return (
    <Loaded query={query}>
      {(template) => (
        <div className={classes.root}>
          <TemplateHead template={template} />
          <DataTable
            id="registers"
            label={t('devices.tab.registers')}
            rows={template.registers}
            columns={columns}
            rowKey={(row) => row.metric}
            rowHeight={30}
            sort={{ key: 'pdu', order: 'asc' }}
            empty={<EmptyState title={t('devices.registers.none')} />}
          />
        </div>
      )}
    </Loaded>
  )
}

function TemplateHead({ template }: { template: Template }) {
  const { t } = useTranslation()
  const may = useMay()
  const [isUploading, setUploading] = useState(false)
  return (
    <div className={classes.head}>
      <div className={classes.words}>
        <p className={classes.name}>
          <strong>
            {template.manufacturer} {template.name}
          </strong>
          <span className="quiet">{t('devices.registers.version', { version: template.version })}</span>
          <span className="quiet">{t('devices.registers.count', { count: template.registers.length })}</span>
          <VerifiedBadge isVerified={template.verified} />
        </p>
        <p className={classes.source} title={template.source}>
          {t('devices.registers.source')}: {template.source}
        </p>
      </div>
      <Button
        leftSection={<IconDownload size={15} />}
        onClick={() => {
          saveCsv(template).catch((error: unknown) => toast(error instanceof Error ? error.message : String(error)))
        }}
      >
        {t('devices.registers.download')}
      </Button>
      {may('devices:write') ? (
        <Button leftSection={<IconUpload size={15} />} onClick={() => setUploading(true)}>
          {t('devices.registers.upload')}
        </Button>
      ) : null}
      {isUploading ? <UploadRegisters template={template} onClose={() => setUploading(false)} /> : null}
    </div>
  )
}

async function saveCsv(template: Template): Promise<void> {
  const path = `/api/devices/device-templates/${template.id}/register-map/download`
  const { name, bytes } = await api.download(path)
  await platform.saveFile(name ?? `${template.key}.csv`, bytes, 'text/csv;charset=utf-8')
}
