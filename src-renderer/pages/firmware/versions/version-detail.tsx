import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api } from '../../../api/hub.ts'
import { useMay } from '../../../api/queries/session.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { Fact, Facts } from '../../../components/facts.tsx'
import { StateWord } from '../../../components/state-word.tsx'
import { toast } from '../../../components/toast.tsx'
import { useFormat } from '../../../format/use-format.ts'
import { platform } from '../../../platform.ts'
import classes from '../firmware.module.css'
import { useDeleteVersion, useVersionAct } from '../queries.ts'
import type { FirmwareVersion } from '../wire.ts'
import { ChangeForm } from './change-form.tsx'
import { VERSION_SHAPE } from './versions-view.tsx'

type Act = 'release' | 'deprecate' | 'delete'

interface VersionDetailProps {
  version: FirmwareVersion
  canWrite: boolean
  onClose: () => void
}

export function VersionDetail({ version, canWrite, onClose }: VersionDetailProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const may = useMay()
  const navigate = useNavigate()
  const run = useVersionAct()
  const remove = useDeleteVersion()
  const [asked, setAsked] = useState<Act | null>(null)
  const [isChanging, setChanging] = useState(false)
  const allows = (act: string) => canWrite && version.allowed_actions.includes(act)
  const download = () => {
    api
      .download(`/api/firmware/versions/${version.id}/download`)
      .then(({ name, bytes }) => platform.saveFile(name ?? version.version, bytes, 'application/octet-stream'))
      .catch((error: unknown) => toast(error instanceof Error ? error.message : String(error)))
  }
  const act = async () => {
    if (asked === 'delete') {
      await remove.mutateAsync(version.id)
      onClose()
    } else if (asked) await run.mutateAsync({ id: version.id, act: asked })
  }
  if (isChanging && allows('change')) return <ChangeForm version={version} onClose={() => setChanging(false)} />
  return (
    <article className={classes.detail}>
      <h2 className={classes.title}>
        {version.name} <span className="mono">{version.version}</span>
      </h2>
      <Facts>
        <Fact name={t('firmware.fields.status')}>
          <StateWord shape={VERSION_SHAPE[version.status]}>{t(`firmware.status.${version.status}`)}</StateWord>
        </Fact>
        <Fact name={t('firmware.fields.signature')}>
          {version.is_signed ? (
            <StateWord shape="full">{t('firmware.signedBy', { key: version.key_id })}</StateWord>
          ) : (
            <StateWord shape="cross">{t('firmware.unsigned')}</StateWord>
          )}
        </Fact>
        <Fact name={t('firmware.fields.deviceType')}>{version.device_type}</Fact>
        <Fact name={t('firmware.fields.hwRevision')}>{version.hw_revision ?? t('firmware.any')}</Fact>
        <Fact name={t('firmware.fields.minFrom')}>{version.min_from_version ?? t('firmware.any')}</Fact>
        <Fact name={t('firmware.fields.size')}>{format.bytes(version.size)}</Fact>
        <Fact name="SHA-256">
          <span className="mono">{version.sha256}</span>
        </Fact>
        <Fact name={t('firmware.fields.uploaded')}>{format.time(version.created_at)}</Fact>
        {version.released_at ? (
          <Fact name={t('firmware.fields.released')}>{format.time(version.released_at)}</Fact>
        ) : null}
        {version.deprecated_at ? (
          <Fact name={t('firmware.fields.deprecated')}>{format.time(version.deprecated_at)}</Fact>
        ) : null}
        {version.notes ? <Fact name={t('firmware.fields.notes')}>{version.notes}</Fact> : null}
      </Facts>
      <p className={classes.hint}>{t(`firmware.next.${version.status}`)}</p>
      <div className={classes.acts}>
        <Button leftSection={<IconDownload size={16} stroke={1.7} />} onClick={download}>
          {t('firmware.download')}
        </Button>
        {allows('change') ? <Button onClick={() => setChanging(true)}>{t('action.edit')}</Button> : null}
        {allows('delete') ? <Button onClick={() => setAsked('delete')}>{t('action.delete')}</Button> : null}
        {allows('deprecate') ? <Button onClick={() => setAsked('deprecate')}>{t('firmware.deprecate')}</Button> : null}
        <span className={classes.gap} />
        {allows('release') ? (
          <Button variant="filled" onClick={() => setAsked('release')}>
            {t('firmware.release')}
          </Button>
        ) : null}
        {version.allowed_actions.includes('roll_out') && may('ota:write') ? (
          <Button variant="filled" onClick={() => navigate(`/firmware/rollouts?edit=new&firmware=${version.id}`)}>
            {t('firmware.rollOut')}
          </Button>
        ) : null}
      </div>
      <ConfirmAct
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={`${version.name} ${version.version}`}
        verb={asked === 'delete' ? t('action.delete') : asked ? t(`firmware.${asked}`) : ''}
        run={act}
      >
        {asked ? t(`firmware.confirm.${asked}`) : null}
      </ConfirmAct>
    </article>
  )
}
