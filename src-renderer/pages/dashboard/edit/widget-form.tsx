import { Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../../components/error-state.tsx'
import { FormButtons, FormFault, FormSection, SideForm } from '../../../components/side-form.tsx'
import { toast } from '../../../components/toast.tsx'
import { freePlace } from '../model/grid.ts'
import { type DraftFaults, draftFaults, draftOf, kindOf, NEW_WIDGET, type WidgetDraft } from '../model/widget-draft.ts'
import { useSaveWidget } from '../queries.ts'
import { WidgetView } from '../widgets/widget-view.tsx'
import { WIDGET_TYPES, type Widget, type WidgetKind } from '../wire.ts'
import classes from './edit.module.css'
import { KindFields } from './kind-fields.tsx'

interface WidgetFormProps {
  /** Null: a new one. */
  widget: Widget | null
  widgets: readonly Widget[]
  subregionId: string
  onClose: () => void
  onDelete: (widget: Widget) => void
}

export function WidgetForm({ widget, widgets, subregionId, onClose, onDelete }: WidgetFormProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<WidgetDraft>(() => (widget ? draftOf(widget) : NEW_WIDGET))
  const [isTried, setTried] = useState(false)
  const save = useSaveWidget(subregionId)
  const errorText = useErrorText(save.error)
  const faults = draftFaults(draft)
  const change = (part: Partial<WidgetDraft>) => setDraft((before) => ({ ...before, ...part }))
  const fault = (key: keyof DraftFaults): string | null => {
    const word = isTried ? faults[key] : undefined
    return word ? t(`dashboards.form.fault.${word}`) : null
  }
  const kind = kindOf(draft)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!kind) return
    const title = draft.title.trim() || t(`dashboards.type.${draft.type}`)
    const place = widget ?? freePlace(widgets, draft.type)
    const { x, y, w, h } = place
    save.mutate(
      { id: widget?.id ?? null, body: { ...kind, title, subregion_id: subregionId, x, y, w, h } },
      {
        onSuccess: () => {
          toast(t('dashboards.form.saved'))
          onClose()
        },
      },
    )
  }
  return (
    <SideForm title={t(widget ? 'dashboards.form.edit' : 'dashboards.form.new')} onSubmit={submit}>
      <FormSection>
        <Select
          label={t('dashboards.form.kind')}
          description={t(`dashboards.typeHint.${draft.type}`)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={WIDGET_TYPES.map((type) => ({ value: type as string, label: t(`dashboards.type.${type}`) }))}
          value={draft.type}
          onChange={(value) => change({ type: WIDGET_TYPES.find((type) => type === value) ?? draft.type })}
        />
        <TextInput
          label={t('dashboards.form.title')}
          description={t('dashboards.form.titleHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder={t(`dashboards.type.${draft.type}`)}
          value={draft.title}
          maxLength={120}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <KindFields draft={draft} fault={fault} onChange={change} />
      </FormSection>
      <Preview kind={kind} subregionId={subregionId} />
      <FormFault text={save.isError ? errorText : null} />
      <FormButtons
        saveWord={widget ? t('action.save') : t('action.create')}
        isBusy={save.isPending}
        onCancel={onClose}
        onDelete={widget ? () => onDelete(widget) : null}
      />
    </SideForm>
  )
}

const SETTLE_MS = 300

/** The widget as it will be, live. */
function Preview({ kind, subregionId }: { kind: WidgetKind | null; subregionId: string }) {
  const { t } = useTranslation()
  const [text] = useDebouncedValue(JSON.stringify(kind), SETTLE_MS)
  const shown = kind && text === JSON.stringify(kind) ? kind : null
  if (!kind) return null
  return (
    <FormSection title={t('dashboards.form.preview')}>
      <div className={classes.preview} data-type={kind.type} inert>
        {shown ? <WidgetView widget={shown} subregionId={subregionId} /> : null}
      </div>
    </FormSection>
  )
}
