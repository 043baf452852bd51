import { Button } from '@mantine/core'
import { IconAlertSquare } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { LotoSession } from '../../../api/loto-types.ts'
import { LockMark } from '../../../components/lock-mark.tsx'
import { StateWord } from '../../../components/state-word.tsx'
import { devicePath } from '../../../paths.ts'
import { EnergySymbol } from '../energy-symbol.tsx'
import { isHolding, type PointProgress, pointProgress } from '../steps.ts'
import classes from './session.module.css'
import type { OpenDialog } from './session-dialog.tsx'

interface PointListProps {
  session: LotoSession
  onAct: (dialog: OpenDialog) => void
}

/** Where the energy is cut: how, whose lock hangs there, and what the test said. */
export function PointList({ session, onAct }: PointListProps) {
  const { t } = useTranslation()
  const titleId = useId()
  return (
    <section className={classes.section} aria-labelledby={titleId}>
      <h3 id={titleId} className={classes.sectionTitle}>
        {t('loto.session.points')}
      </h3>
      <ul className={classes.points}>
        {pointProgress(session).map((progress) => (
          <PointRow key={progress.point.id} session={session} progress={progress} onAct={onAct} />
        ))}
      </ul>
    </section>
  )
}

function PointRow({ session, progress, onAct }: PointListProps & { progress: PointProgress }) {
  const { t } = useTranslation()
  const { point, lock } = progress
  const may = (act: 'isolate' | 'unisolate' | 'force_remove') => session.allowed_actions.includes(act)
  return (
    <li className={classes.point}>
      <EnergySymbol energy={point.energy_type} size={18} />
      <div className={classes.pointBody}>
        <p className={classes.pointName}>
          {point.device_id ? <Link to={devicePath(point.device_id)}>{point.name}</Link> : point.name}
          {point.location ? <span className="quiet"> · {point.location}</span> : null}
        </p>
        <p className={classes.method}>{point.isolation_method}</p>
        {isHolding(session.status) || lock ? <PointState progress={progress} /> : null}
      </div>
      <div className={classes.pointActs}>
        {lock === null && may('isolate') ? (
          <Button onClick={() => onAct({ act: 'isolate', pointId: point.id })}>{t('loto.act.isolate')}</Button>
        ) : null}
        {lock?.can_remove && may('unisolate') ? (
          <Button onClick={() => onAct({ act: 'unisolate', lockId: lock.id })}>{t('loto.act.unisolate')}</Button>
        ) : null}
        {lock?.can_force && may('force_remove') ? (
          <Button onClick={() => onAct({ act: 'force_remove', lockId: lock.id })}>{t('loto.act.force_remove')}</Button>
        ) : null}
      </div>
    </li>
  )
}

function PointState({ progress: { lock, verification } }: { progress: PointProgress }) {
  const { t } = useTranslation()
  return (
    <p className={classes.pointState}>
      {lock ? (
        <span className={classes.fact}>
          <LockMark size={12} /> {t('loto.session.tagged', { tag: lock.tag ?? '—', name: lock.owner.name })}
        </span>
      ) : (
        <StateWord shape="empty">{t('loto.session.notLocked')}</StateWord>
      )}
      {verification === null ? (
        <StateWord shape="empty">{t('loto.session.notVerified')}</StateWord>
      ) : verification.is_zero_energy ? (
        <StateWord shape="full">
          {t('loto.session.zero', { reading: verification.reading, name: verification.verified_by.name })}
        </StateWord>
      ) : (
        <b className={classes.fact}>
          <IconAlertSquare size={14} stroke={2} aria-hidden="true" />
          {t('loto.session.notZero', { reading: verification.reading, name: verification.verified_by.name })}
        </b>
      )}
    </p>
  )
}
