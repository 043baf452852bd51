import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../../api/queries/session.ts'
import { AddButton } from '../../../components/add-button.tsx'
import type { Column } from '../../../components/data-table/column.ts'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { SplitView } from '../../../components/split-view.tsx'
import { StateWord } from '../../../components/state-word.tsx'
import { useEditing } from '../../../components/use-editing.ts'
import { useFormat } from '../../../format/use-format.ts'
import { versionsQuery } from '../queries.ts'
import type { FirmwareStatus, FirmwareVersion } from '../wire.ts'
import { UploadForm } from './upload-form.tsx'
import { VersionDetail } from './version-detail.tsx'

const versionKey = (version: FirmwareVersion) => version.id
export const VERSION_SHAPE = {
  draft: 'half',
  released: 'full',
  deprecated: 'empty',
} as const satisfies Record<FirmwareStatus, string>

export function VersionsView({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(versionsQuery)
  const editing = useEditing()
  const columns = useVersionColumns()
  const canWrite = may('firmware:write')
  const version = query.data?.find((one) => one.id === editing.id) ?? null
  const add = canWrite ? <AddButton onClick={() => editing.open('new')}>{t('firmware.upload.open')}</AddButton> : null
  return (
    <>
      <PageHeader title={t('firmware.title')} actions={add}>
        {tabs}
      </PageHeader>
      <SplitView
        detail={
          editing.isNew && canWrite ? (
            <UploadForm onClose={editing.close} onUploaded={editing.open} />
          ) : version ? (
            <VersionDetail key={version.id} version={version} canWrite={canWrite} onClose={editing.close} />
          ) : null
        }
        detailLabel={editing.isNew ? t('firmware.upload.open') : t('firmware.tabs.versions')}
        onClose={editing.close}
      >
        <Loaded query={query}>
          {(versions) => (
            <DataTable
              id="firmware"
              label={t('firmware.tabs.versions')}
              rows={versions}
              columns={columns}
              rowKey={versionKey}
              openKey={editing.id || null}
              onOpen={(one) => editing.open(one.id)}
              sort={{ key: 'created', order: 'desc' }}
              empty={<EmptyState title={t('firmware.empty')} hint={t('firmware.emptyHint')} action={add} />}
            />
          )}
        </Loaded>
      </SplitView>
    </>
  )
}

function useVersionColumns(): readonly Column<FirmwareVersion>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo<Column<FirmwareVersion>[]>(
    () => [
      {
        key: 'name',
        header: t('firmware.fields.name'),
        width: { share: 1.2, min: 150 },
        isSortable: true,
        cell: (version) => version.name,
        plain: (version) => version.name,
      },
      {
        key: 'version',
        header: t('firmware.fields.version'),
        width: 110,
        isSortable: true,
        cell: (version) => <span className="mono">{version.version}</span>,
        plain: (version) => version.version,
      },
      {
        key: 'status',
        header: t('firmware.fields.status'),
        width: 140,
        isSortable: true,
        cell: (version) => (
          <StateWord shape={VERSION_SHAPE[version.status]}>{t(`firmware.status.${version.status}`)}</StateWord>
        ),
        plain: (version) => t(`firmware.status.${version.status}`),
      },
      {
        key: 'device_type',
        header: t('firmware.fields.deviceType'),
        width: { share: 0.8, min: 120 },
        isSortable: true,
        cell: (version) => version.device_type,
        plain: (version) => version.device_type,
      },
      {
        key: 'signed',
        header: t('firmware.fields.signature'),
        width: 120,
        isSortable: true,
        cell: (version) => (
          <StateWord shape={version.is_signed ? 'full' : 'cross'}>
            {t(version.is_signed ? 'firmware.signed' : 'firmware.unsigned')}
          </StateWord>
        ),
        plain: (version) => t(version.is_signed ? 'firmware.signed' : 'firmware.unsigned'),
      },
      {
        key: 'size',
        header: t('firmware.fields.size'),
        width: 90,
        align: 'end',
        isSortable: true,
        cell: (version) => format.bytes(version.size),
        plain: (version) => version.size,
      },
      {
        key: 'created',
        header: t('firmware.fields.uploaded'),
        width: 140,
        align: 'end',
        isSortable: true,
        cell: (version) => format.time(version.created_at),
        plain: (version) => version.created_at,
      },
    ],
    [t, format],
  )
}
