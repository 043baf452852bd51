import { Button } from '@mantine/core'
import { IconFileExport } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/queries/session.ts'
import { ExportDialog } from './export-dialog.tsx'
import type { ExportInterval } from './wire.ts'

interface ExportButtonProps {
  /** Devices that are chosen when the dialog opens. */
  deviceIds: readonly string[]
  interval?: ExportInterval
  metrics?: readonly string[]
}

/** Opens the export of what is being looked at. */
export function ExportButton({ deviceIds, interval = 'hourly', metrics = [] }: ExportButtonProps) {
  const { t } = useTranslation()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  if (!may('measurements:read')) return null
  return (
    <>
      <Button leftSection={<IconFileExport size={16} stroke={1.7} />} onClick={() => setOpen(true)}>
        {t('exports.open')}
      </Button>
      {isOpen ? <ExportDialog begin={{ deviceIds, interval, metrics }} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
