import { Autocomplete, Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EnergyType, LotoSession, PointSummary } from '../../../api/loto-types.ts'
import { loto } from '../../../api/queries/loto.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import { EnergySymbol } from '../energy-symbol.tsx'
import { Fault } from '../fault.tsx'
import { pointProgress } from '../steps.ts'
import { useLotoNumber } from '../use-number.ts'
import { useSubmit } from '../use-submit.ts'
import { MeterNow } from './meter-now.tsx'
import classes from './session.module.css'
import { useRun } from './use-run.ts'

interface Finding {
  method: string
  reading: string
  /** Empty until somebody says it. */
  result: 'yes' | 'no' | ''
}

const METHOD: Record<EnergyType, 'electrical' | 'pressure' | 'motion' | 'other'> = {
  electrical: 'electrical',
  water: 'pressure',
  fuel: 'pressure',
  hydraulic: 'pressure',
  pneumatic: 'pressure',
  mechanical: 'motion',
  thermal: 'other',
  chemical: 'other',
}

const isWhole = ({ method, reading, result }: Finding) => method.trim() !== '' && reading.trim() !== '' && result !== ''

/** What the test said at each point that is locked and not yet found without energy. */
export function VerifyDialog({ session, onClose }: { session: LotoSession; onClose: () => void }) {
  const { t } = useTranslation()
  const run = useRun()
  const number = useLotoNumber()(session.number)
  const [points] = useState(() =>
    pointProgress(session)
      .filter(({ lock, verification }) => lock !== null && !verification?.is_zero_energy)
      .map(({ point }) => point),
  )
  const [findings, setFindings] = useState<Readonly<Record<string, Finding>>>(() =>
    Object.fromEntries(
      points.map(({ id, energy_type }) => [
        id,
        { method: t(`loto.verify.methods.${METHOD[energy_type]}`), reading: '', result: '' as const },
      ]),
    ),
  )
  const { fault, isBusy, refuse, submit } = useSubmit()
  const record = (event: FormEvent) => {
    event.preventDefault()
    const whole = points.flatMap(({ id }) => {
      const finding = findings[id]
      return finding && isWhole(finding) ? [{ id, ...finding }] : []
    })
    if (whole.length < points.length) return refuse(t('loto.verify.incomplete'))
    const found = whole.map(({ id, method, reading, result }) => ({
      point_id: id,
      method: method.trim(),
      reading: reading.trim(),
      is_zero_energy: result === 'yes',
    }))
    submit(() => run('verify', () => loto.verify(session.id, found)), onClose)
  }
  return (
    <Modal opened onClose={onClose} title={`${number} · ${t('loto.verify.title')}`} size={520}>
      <form onSubmit={record} noValidate autoComplete="off">
        <p className={classes.guide}>{t('loto.verify.hint')}</p>
        {points.map((point) => (
          <FindingFields
            key={point.id}
            point={point}
            finding={findings[point.id] ?? { method: '', reading: '', result: '' }}
            onChange={(part) =>
              setFindings((before) => {
                const known = before[point.id]
                return known ? { ...before, [point.id]: { ...known, ...part } } : before
              })
            }
          />
        ))}
        <Fault text={fault} />
        <div className={classes.formActs}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" variant="filled" loading={isBusy}>
            {t('loto.verify.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface FindingFieldsProps {
  point: PointSummary
  finding: Finding
  onChange: (part: Partial<Finding>) => void
}

function FindingFields({ point, finding, onChange }: FindingFieldsProps) {
  const { t } = useTranslation()
  const methods = [...new Set(Object.values(METHOD))].map((key) => t(`loto.verify.methods.${key}`))
  return (
    <fieldset className={classes.finding}>
      <legend className={classes.pointName}>
        <EnergySymbol energy={point.energy_type} /> {point.name}
        {point.location ? <span className="quiet"> · {point.location}</span> : null}
      </legend>
      {point.device_id && point.energy_type === 'electrical' ? <MeterNow deviceId={point.device_id} /> : null}
      <div className={classes.findingFields}>
        <Autocomplete
          label={t('loto.verify.method')}
          placeholder={t('loto.verify.methodPlaceholder')}
          data={methods}
          filter={({ options }) => options}
          value={finding.method}
          maxLength={200}
          onChange={(method) => onChange({ method })}
        />
        <TextInput
          label={t('loto.verify.reading')}
          placeholder={t('loto.verify.readingPlaceholder')}
          value={finding.reading}
          maxLength={100}
          onChange={(event) => onChange({ reading: event.currentTarget.value })}
        />
      </div>
      <div className={classes.zero}>
        <span>{t('loto.verify.zero')}</span>
        <ChoiceBar
          label={t('loto.verify.zero')}
          choices={[
            { key: 'yes', word: t('loto.verify.yes') },
            { key: 'no', word: t('loto.verify.no') },
          ]}
          chosen={finding.result}
          onChoose={(result) => onChange({ result })}
        />
      </div>
    </fieldset>
  )
}
