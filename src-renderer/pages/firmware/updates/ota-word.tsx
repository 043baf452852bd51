import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { StateWord } from '../../../components/state-word.tsx'
import { useFormat } from '../../../format/use-format.ts'
import type { OtaStatus, OtaUpdate } from '../wire.ts'

const SHAPES = {
  queued: 'empty',
  notified: 'half',
  downloading: 'half',
  verifying: 'half',
  installing: 'half',
  succeeded: 'full',
  failed: 'cross',
  timed_out: 'cross',
  cancelled: 'empty',
} as const satisfies Record<OtaStatus, string>

export const isUnderWay = ({ status }: OtaUpdate): boolean => SHAPES[status] === 'half'
export const isBad = ({ status }: OtaUpdate): boolean => SHAPES[status] === 'cross'

/** What an update does, or what it waits for. */
export function otaWord(t: TFunction, update: OtaUpdate): string {
  return update.status === 'queued' && update.waits_for
    ? t(`firmware.waits.${update.waits_for}`)
    : t(`firmware.ota.${update.status}`)
}

/** Why it failed: the hub's word, and the unit's own where it said something. */
export function faultWords(t: TFunction, { error, error_detail }: OtaUpdate): string | null {
  if (error === null) return null
  const words = t('firmware.errors', { returnObjects: true }) as Readonly<Record<string, string | undefined>>
  const reason = words[error] ?? error
  return error_detail ? `${reason}: ${error_detail}` : reason
}

export function OtaWord({ update }: { update: OtaUpdate }) {
  const { t } = useTranslation()
  const format = useFormat()
  const percent = isUnderWay(update) && update.progress !== null ? ` %${format.number(update.progress)}` : ''
  const shown = format.locale.startsWith('tr') ? percent : percent.replace(/ %(.*)/, ' $1%')
  return (
    <StateWord shape={SHAPES[update.status]}>
      {otaWord(t, update)}
      {shown}
    </StateWord>
  )
}
