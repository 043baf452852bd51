import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './toolbar.module.css'

/** The row of filters under a page's header. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className={classes.root}>{children}</div>
}

interface SearchFieldProps {
  value: string
  onChange: (value: string) => void
  placeholder?: string
}

/** The field that `/` goes to. */
export function SearchField({ value, onChange, placeholder }: SearchFieldProps) {
  const { t } = useTranslation()
  const word = placeholder ?? t('table.search')
  return (
    <TextInput
      className={classes.search ?? ''}
      data-search
      aria-label={word}
      placeholder={word}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        if (value) onChange('')
        else event.currentTarget.blur()
      }}
      leftSection={<IconSearch size={15} stroke={1.7} />}
      rightSection={
        value ? (
          <CloseButton size={20} aria-label={t('action.clearFilters')} onClick={() => onChange('')} />
        ) : (
          <kbd className={classes.key}>/</kbd>
        )
      }
    />
  )
}
