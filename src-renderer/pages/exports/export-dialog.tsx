import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from '../../components/toast.tsx'
import { ExportForm } from './export-form.tsx'
import { ExportList } from './export-list.tsx'
import classes from './exports.module.css'
import type { ExportDraft } from './model/export-draft.ts'
import { exportsQuery, saveExport } from './queries.ts'

interface ExportDialogProps {
  begin: Pick<ExportDraft, 'deviceIds' | 'interval' | 'metrics'>
  onClose: () => void
}

/** What to export on the left, the files that are being made and kept on the right. */
export function ExportDialog({ begin, onClose }: ExportDialogProps) {
  const { t } = useTranslation()
  const [awaited, setAwaited] = useState<string | null>(null)
  useSaveWhenReady(awaited, setAwaited)
  return (
    <Modal opened onClose={onClose} title={t('exports.title')} size={920}>
      <div className={classes.dialog}>
        <ExportForm begin={begin} onBegun={setAwaited} />
        <ExportList />
      </div>
    </Modal>
  )
}

/** What was asked for a moment ago is handed over by itself; older files wait to be fetched. */
function useSaveWhenReady(awaited: string | null, setAwaited: (id: string | null) => void): void {
  const { t } = useTranslation()
  const job = useQuery(exportsQuery).data?.find(({ id }) => id === awaited)
  useEffect(() => {
    if (!job?.is_over) return
    setAwaited(null)
    if (job.status !== 'done') return
    saveExport(job)
      .then((isSaved) => isSaved && toast(t('exports.saved', { name: job.file_name })))
      .catch(() => undefined)
  }, [job, setAwaited, t])
}
