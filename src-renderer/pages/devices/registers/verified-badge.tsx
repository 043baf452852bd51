import { Tooltip } from '@mantine/core'
import { IconCircleCheck, IconHelpCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './registers.module.css'

/** Whether the addresses were confirmed. Shape and word; no colour of an alarm. */
export function VerifiedBadge({ isVerified }: { isVerified: boolean }) {
  const { t } = useTranslation()
  return (
    <Tooltip label={isVerified ? t('devices.registers.verifiedHint') : t('devices.registers.unverifiedHint')}>
      <span className={classes.badge} data-verified={isVerified || undefined}>
        {isVerified ? <IconCircleCheck size={14} aria-hidden /> : <IconHelpCircle size={14} aria-hidden />}
        {isVerified ? t('devices.registers.verified') : t('devices.registers.unverified')}
      </span>
    </Tooltip>
  )
}
