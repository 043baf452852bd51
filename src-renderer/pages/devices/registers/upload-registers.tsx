import { Button, FileInput, Group, Modal } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../../api/errors.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { toast } from '../../../components/toast.tsx'
import { type RegisterFile, type RowFault, readRegisterFile, refusedRows } from '../model/register-file.ts'
import { useUploadRegisters } from '../queries.ts'
import type { Template } from '../wire.ts'
import classes from './registers.module.css'

/** Reads the file first and says what would change; the hub has the last word on every row. */
export function UploadRegisters({ template, onClose }: { template: Template; onClose: () => void }) {
  const { t } = useTranslation()
  const upload = useUploadRegisters()
  const [picked, setPicked] = useState<File | null>(null)
  const [read, setRead] = useState<RegisterFile | null>(null)
  const { error } = upload
  const isRowError = error instanceof ApiError && error.fields.length > 0
  const faults = isRowError ? refusedRows(error.fields) : (read?.faults ?? [])
  const errorText = useErrorText(error)
  const pick = (file: File | null): void => {
    setPicked(file)
    setRead(null)
    upload.reset()
    file?.text().then(
      (text) => setRead(readRegisterFile(file.name, text)),
      () => setRead({ registers: [], points: null, faults: [{ row: 0, kind: 'empty', column: '' }] }),
    )
  }
  const replace = (): void => {
    if (!read) return
    upload.mutate(
      { templateId: template.id, registers: read.registers, points: read.points },
      {
        onSuccess: () => {
          toast(t('devices.registers.done'))
          onClose()
        },
      },
    )
  }
  const isReady = read !== null && read.registers.length > 0 && read.faults.length === 0
  return (
    <Modal opened onClose={onClose} title={t('devices.registers.uploadTitle')} size={560}>
      <FileInput
        label={t('devices.registers.file')}
        placeholder={t('devices.registers.choose')}
        accept=".csv,.json,text/csv,application/json"
        leftSection={<IconFileUpload size={16} />}
        value={picked}
        onChange={pick}
        size="xs"
        data-autofocus
      />
      <div aria-live="polite">
        {isReady ? (
          <p className={classes.what}>
            {t('devices.registers.uploadReady', { count: read.registers.length })}{' '}
            {t('devices.registers.uploadWhat', {
              name: template.name,
              before: template.registers.length,
              after: read.registers.length,
            })}{' '}
            <span className="quiet">{t('devices.registers.uploadOwn')}</span>
          </p>
        ) : null}
        {faults.length > 0 ? <Faults faults={faults} /> : null}
        {error && !isRowError ? (
          <p role="alert" className={classes.what}>
            {errorText}
          </p>
        ) : null}
      </div>
      <Group justify="flex-end" gap={8} mt={16}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button variant="filled" disabled={!isReady} loading={upload.isPending} onClick={replace}>
          {t('devices.registers.replace')}
        </Button>
      </Group>
    </Modal>
  )
}

const SHOWN_FAULTS = 50

function Faults({ faults }: { faults: readonly RowFault[] }) {
  const { t } = useTranslation()
  const text = (fault: RowFault): string =>
    fault.kind === 'refused'
      ? `${fault.column}${fault.column ? ': ' : ''}${fault.message ?? ''}`
      : t(`devices.registers.fault.${fault.kind}`, { column: fault.column })
  return (
    <div className={classes.faults} role="alert">
      <strong>{t('devices.registers.uploadErrors', { count: new Set(faults.map((fault) => fault.row)).size })}</strong>
      <ul>
        {faults.slice(0, SHOWN_FAULTS).map((fault) => (
          <li key={`${fault.row}/${fault.column}/${fault.kind}/${fault.message ?? ''}`}>
            {fault.row > 0 ? (
              <span className="tabular quiet">{t('devices.registers.row', { row: fault.row })}</span>
            ) : null}{' '}
            {text(fault)}
          </li>
        ))}
      </ul>
    </div>
  )
}
