import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { templatesQuery } from '../queries.ts'
import { VerifiedBadge } from '../registers/verified-badge.tsx'
import classes from './device-form.module.css'

interface TemplatePickerProps {
  className?: string | undefined
  value: string
  onChange: (templateId: string) => void
  error: string | null
}

/** Templates with what there is to know before trusting one: badge and source. */
export function TemplatePicker({ className, value, onChange, error }: TemplatePickerProps) {
  const { t } = useTranslation()
  const templates = useQuery(templatesQuery).data ?? []
  const byId = new Map(templates.map((template) => [template.id, template]))
  const chosen = byId.get(value)
  return (
    <Select
      {...(className ? { className } : {})}
      label={t('devices.form.template')}
      description={chosen ? t('devices.form.templateHint', { source: chosen.source }) : null}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      onChange={(next) => onChange(next ?? '')}
      error={error}
      data={[
        { value: '', label: t('devices.form.noTemplate') },
        ...templates.map((one) => ({ value: one.id, label: `${one.manufacturer} ${one.name}` })),
      ]}
      renderOption={({ option }) => {
        const template = byId.get(option.value)
        return (
          <span className={classes.template}>
            <span className="truncate">{option.label}</span>
            {template ? <VerifiedBadge isVerified={template.verified} /> : null}
          </span>
        )
      }}
      rightSectionWidth={chosen ? 132 : undefined}
      rightSection={chosen ? <VerifiedBadge isVerified={chosen.verified} /> : undefined}
      searchable
    />
  )
}
