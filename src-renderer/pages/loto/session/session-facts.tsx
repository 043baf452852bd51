import { useTranslation } from 'react-i18next'
import type { LotoSession } from '../../../api/loto-types.ts'
import { Fact, Facts } from '../../../components/facts.tsx'
import { useFormat } from '../../../format/use-format.ts'

export function SessionFacts({ session }: { session: LotoSession }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { planned_start, planned_end, forced_release } = session
  return (
    <Facts>
      <Fact name={t('loto.session.primary')}>{session.primary.name}</Fact>
      {session.workers.length > 0 ? (
        <Fact name={t('loto.session.workers')}>{session.workers.map(({ name }) => name).join(', ')}</Fact>
      ) : null}
      {planned_start || planned_end ? (
        <Fact name={t('loto.session.planned')}>
          {planned_start ? `${format.time(planned_start)} – ` : ''}
          {planned_end ? format.time(planned_end) : t('loto.board.noEnd')}
        </Fact>
      ) : null}
      {session.rejected_by ? (
        <Fact name={t('loto.session.rejectedBy')}>
          {session.rejected_by.name}
          {session.rejection_reason ? `: ${session.rejection_reason}` : null}
        </Fact>
      ) : null}
      {forced_release ? (
        <Fact name={t('loto.act.force_release')}>
          {t('loto.session.forced', { by: forced_release.by.name, second: forced_release.second_supervisor.name })}
          {`: ${forced_release.reason}`}
        </Fact>
      ) : null}
    </Facts>
  )
}
