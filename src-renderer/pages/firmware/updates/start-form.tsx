import { Checkbox, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { gatewaysQuery } from '../../../api/queries/sites.ts'
import { useErrorText } from '../../../components/error-state.tsx'
import { LinkWord } from '../../../components/link-word.tsx'
import { NumberField } from '../../../components/number-field.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { useForm } from '../../../components/use-form.ts'
import { useUrlState } from '../../../components/use-url-state.ts'
import { useFormat } from '../../../format/use-format.ts'
import classes from '../firmware.module.css'
import { unitsQuery, useStart, versionsQuery } from '../queries.ts'
import { candidatesFor, readWaves, waveSizes } from './waves.ts'

interface StartFormProps {
  onClose: () => void
}

export function StartForm({ onClose }: StartFormProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const versions = useQuery(versionsQuery).data
  const gateways = useQuery(gatewaysQuery).data
  const units = useQuery(unitsQuery).data
  const start = useStart()
  const errorText = useErrorText(start.error)
  const [wanted] = useUrlState('firmware')
  const released = (versions ?? []).filter(({ status }) => status === 'released')
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null)
  const form = useForm({ firmwareId: wanted, waves: '1, 10, 100', threshold: 20 as number | string }, (draft) => ({
    firmwareId: draft.firmwareId || released[0] ? null : t('form.required'),
    waves: readWaves(draft.waves) ? null : t('firmware.start.wavesFault'),
    threshold: typeof draft.threshold === 'number' ? null : t('form.required'),
  }))
  const { fields, change, fault } = form
  const firmware = released.find(({ id }) => id === fields.firmwareId) ?? released[0] ?? null
  const candidates = useMemo(
    () => candidatesFor(firmware, gateways ?? [], units ?? []).toSorted((a, b) => format.compare(a.name, b.name)),
    [firmware, gateways, units, format],
  )
  const fitting = candidates.filter(({ obstacle }) => obstacle === null).map(({ id }) => id)
  // What fits and does not run the version yet is what most people mean.
  const picked = fitting.filter((id) => (chosen === null ? true : chosen.has(id)))
  const percents = readWaves(fields.waves)
  const sizes = percents ? waveSizes(picked.length, percents) : []
  const toggle = (id: string) => {
    const next = new Set(picked)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.tryOut() || !firmware || !percents || picked.length === 0) return
    start.mutate(
      {
        firmware_id: firmware.id,
        gateway_ids: picked,
        waves: [...percents],
        error_threshold_percent: Number(fields.threshold),
      },
      {
        onSuccess: ({ rollout, update }) => {
          void navigate(update ? `/firmware/updates?edit=${update}` : `/firmware/rollouts?rollout=${rollout}`)
        },
      },
    )
  }
  return (
    <SideForm title={t('firmware.start.open')} onSubmit={submit}>
      <FormSection>
        <Select
          label={t('firmware.update.firmware')}
          data={released.map((one) => ({ value: one.id, label: `${one.name} ${one.version}` }))}
          placeholder={t('firmware.start.noReleased')}
          allowDeselect={false}
          value={firmware?.id ?? null}
          error={fault('firmwareId')}
          onChange={(firmwareId) => {
            change({ firmwareId: firmwareId ?? '' })
            setChosen(null)
          }}
        />
      </FormSection>
      <FormSection title={t('firmware.start.units')}>
        <Checkbox
          label={t('firmware.start.all', { count: fitting.length })}
          checked={picked.length > 0 && picked.length === fitting.length}
          indeterminate={picked.length > 0 && picked.length < fitting.length}
          onChange={(event) => setChosen(new Set(event.currentTarget.checked ? fitting : []))}
        />
        <ul className={classes.units}>
          {candidates.map((candidate) => (
            <li key={candidate.id}>
              <Checkbox
                label={candidate.name}
                disabled={candidate.obstacle !== null}
                checked={picked.includes(candidate.id)}
                onChange={() => toggle(candidate.id)}
              />
              <span className="mono">{candidate.version ?? '—'}</span>
              {candidate.obstacle === null ? (
                <LinkWord isOnline={candidate.isOnline} lastSeen={candidate.lastSeen} />
              ) : (
                <span className={classes.obstacle}>{t(`firmware.start.obstacle.${candidate.obstacle}`)}</span>
              )}
            </li>
          ))}
        </ul>
      </FormSection>
      {picked.length > 1 ? (
        <FormSection title={t('firmware.start.waves')}>
          <TextInput
            label={t('firmware.start.percents')}
            description={
              sizes.length > 0
                ? t('firmware.start.sizes', { sizes: sizes.map((size) => format.number(size)).join(' → ') })
                : undefined
            }
            value={fields.waves}
            error={fault('waves')}
            onChange={(event) => change({ waves: event.currentTarget.value })}
          />
          <NumberField
            label={t('firmware.start.threshold')}
            description={t('firmware.start.thresholdHint')}
            suffix=" %"
            min={0}
            max={100}
            value={fields.threshold}
            error={fault('threshold')}
            onChange={(threshold) => change({ threshold })}
          />
        </FormSection>
      ) : null}
      <p className={classes.hint}>
        {picked.length === 0
          ? t('firmware.start.nothing')
          : t('firmware.start.what', { count: picked.length, version: firmware?.version ?? '' })}
      </p>
      <FormFault text={start.isError ? errorText : null} />
      <FormButtons saveWord={t('firmware.start.go')} isBusy={start.isPending} onCancel={onClose} />
    </SideForm>
  )
}
