import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TARGET_KEYS, type TargetKey } from '../../../api/types.ts'
import { ChoiceBar } from '../../../components/choice-bar.tsx'
import type { PolicyFieldsProps } from './fields.ts'
import type { Choice } from './use-policy-words.ts'

const OPTIONS_LIMIT = 100

interface TargetFieldsProps extends PolicyFieldsProps {
  targets: Record<TargetKey, Choice[]>
}

export function TargetFields({ draft, targets, change, fault }: TargetFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <ChoiceBar
        label={t('policies.target')}
        choices={TARGET_KEYS.map((key) => ({ key, word: t(`policies.targetKind.${key}`) }))}
        chosen={draft.targetKey}
        onChoose={(targetKey) => change({ targetKey, targetValue: '' })}
      />
      <Select
        aria-label={t(`policies.targetKind.${draft.targetKey}`)}
        placeholder={t('policies.fault.target')}
        data={targets[draft.targetKey]}
        searchable
        limit={OPTIONS_LIMIT}
        nothingFoundMessage={t('form.nothingFound')}
        value={draft.targetValue || null}
        error={fault('targetValue')}
        onChange={(value) => change({ targetValue: value ?? '' })}
      />
    </>
  )
}
