import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { judgementQuery } from '../../../api/queries/simulation.ts'
import classes from './policy-editor.module.css'

const NAMED = 3

/** Whom the policy, as it is saved, judges now: an alarm that cannot come must not look like a quiet one. */
export function JudgementLine({ policyId }: { policyId: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(judgementQuery(policyId))
  if (!data) return null
  const [first] = data.unjudged
  const names = data.unjudged.slice(0, NAMED).map(({ name }) => name)
  return (
    <p className={classes.judgement}>
      {t('policies.judgement.watches', { count: data.device_count })}
      {data.is_paused ? ` ${t('policies.judgement.paused')}` : null}
      {first && !data.is_paused ? (
        <>
          {' '}
          <b>{t('policies.judgement.unjudged', { count: data.unjudged.length })}</b>{' '}
          {t(`policies.judgement.reason.${first.reason}`)}
          {` (${names.join(', ')}${data.unjudged.length > NAMED ? ', …' : ''})`}
        </>
      ) : null}
    </p>
  )
}
