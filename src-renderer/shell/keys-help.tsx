import { Modal } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../api/queries/session.ts'
import { PLACES } from '../routes.tsx'
import classes from './keys-help.module.css'
import { onShellAct } from './shell-acts.ts'

export function KeysHelp() {
  const { t } = useTranslation()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => onShellAct('help', () => setOpen((before) => !before)), [])
  return (
    <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('shell.keys.title')} size={640}>
      <div className={classes.columns}>
        <KeyList title={t('shell.keys.anywhere')}>
          <KeyLine word={t('shell.keys.palette')} keys={['Ctrl', 'K']} />
          {PLACES.filter((place) => place.needs.some(may)).map((place) => (
            <KeyLine
              key={place.path}
              word={t('shell.keys.goTo', { page: t(place.title) })}
              keys={['G', place.key.toUpperCase()]}
              joint={t('shell.keys.joint')}
            />
          ))}
          <KeyLine word={t('shell.keys.newest')} keys={['N']} />
          <KeyLine word={t('shell.keys.silence')} keys={['S']} />
          <KeyLine word={t('shell.keys.wall')} keys={['W']} />
          <KeyLine word={t('shell.keys.help')} keys={['?']} />
        </KeyList>
        <KeyList title={t('shell.keys.inLists')}>
          <KeyLine word={t('shell.keys.rows')} keys={['↑', '↓']} />
          <KeyLine word={t('shell.keys.firstLast')} keys={['Home', 'End']} />
          <KeyLine word={t('shell.keys.open')} keys={['Enter']} />
          <KeyLine word={t('shell.keys.close')} keys={['Esc']} />
          <KeyLine word={t('shell.keys.search')} keys={['/']} />
          <KeyLine word={t('shell.keys.copy')} keys={['Ctrl', 'C']} />
        </KeyList>
      </div>
    </Modal>
  )
}

function KeyList({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className={classes.title}>{title}</h2>
      <dl>{children}</dl>
    </section>
  )
}

function KeyLine({ word, keys, joint }: { word: string; keys: readonly string[]; joint?: string }) {
  return (
    <div className={classes.line}>
      <dt>{word}</dt>
      <dd>
        {keys.map((key, index) => (
          <span key={key}>
            {index > 0 && joint ? <span className="quiet"> {joint} </span> : null}
            <kbd>{key}</kbd>
          </span>
        ))}
      </dd>
    </div>
  )
}
