import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { useMay } from '../../../api/queries/session.ts'
import type { Device } from '../../../api/types.ts'
import { ConfirmAct } from '../../../components/confirm-act.tsx'
import { DeviceLock } from '../../../components/lock-mark.tsx'
import { toast } from '../../../components/toast.tsx'
import { useTitle } from '../../../components/use-title.ts'
import { isSeverity } from '../../../map/device-state.ts'
import { DeviceForm } from '../edit/device-form.tsx'
import { useDeleteDevice } from '../queries.ts'
import { StateMark } from '../state-mark.tsx'
import classes from './detail.module.css'
import { useDevice } from './use-device.ts'

export function DeviceTitle({ deviceId, isCompact = false }: { deviceId: string; isCompact?: boolean }) {
  const { t } = useTranslation()
  const may = useMay()
  const { device, row, state } = useDevice(deviceId)
  const name = device?.name ?? row?.name ?? ''
  const type = device?.device_type ?? row?.type
  const word = isSeverity(state) ? t(`severity.${state}`) : t(`devices.state.${state}`)
  const Heading = isCompact ? 'h2' : 'h1'
  return (
    <header className={classes.title} data-compact={isCompact || undefined}>
      <StateMark state={state} isSilent />
      <div className={classes.titleWords}>
        <Heading className={classes.name}>
          {name} <DeviceLock deviceId={deviceId} size={15} />
        </Heading>
        <span className={classes.kind}>
          {type ? t(`deviceType.${type}`) : ''} · {word}
          {isSeverity(state) && (
            <>
              {' · '}
              <Link to={`/alarms?device_id=${deviceId}`}>{t('devices.showAlarms')}</Link>
            </>
          )}
        </span>
      </div>
      {device && may('devices:write') ? <DeviceActs device={device} isCompact={isCompact} /> : null}
    </header>
  )
}

/** The title of the browser's tab, for the page alone. */
export function DevicePageTitle({ deviceId }: { deviceId: string }) {
  const { row } = useDevice(deviceId)
  const { t } = useTranslation()
  useTitle(row?.name ?? t('devices.title'))
  return null
}

function DeviceActs({ device, isCompact }: { device: Device; isCompact: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const remove = useDeleteDevice()
  const [act, setAct] = useState<'edit' | 'delete' | null>(null)
  const close = (): void => setAct(null)
  return (
    <div className={classes.acts} data-compact={isCompact || undefined}>
      {isCompact ? null : (
        <Button leftSection={<IconPencil size={15} />} onClick={() => setAct('edit')}>
          {t('action.edit')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('action.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setAct('edit')}>
            {t('action.edit')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => setAct('delete')}>
            {t('action.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {act === 'edit' ? <DeviceForm device={device} onClose={close} /> : null}
      <ConfirmAct
        isOpen={act === 'delete'}
        onClose={close}
        title={t('devices.remove.title', { name: device.name })}
        verb={t('action.delete')}
        run={async () => {
          await remove.mutateAsync(device.id)
          toast(t('devices.form.deleted'))
          await navigate('/devices')
        }}
      >
        {t('devices.remove.what')}
      </ConfirmAct>
    </div>
  )
}
