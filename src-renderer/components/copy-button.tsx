import { ActionIcon } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { toast } from './toast.tsx'

export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation()
  return (
    <ActionIcon
      aria-label={t('action.copy')}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => toast(t('action.copied')),
          () => undefined,
        )
      }}
    >
      <IconCopy size={16} stroke={1.6} />
    </ActionIcon>
  )
}
