import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PublicConfig } from '../../api/types.ts'
import { useTitle } from '../../components/use-title.ts'
import { changeLanguage, currentLanguage } from '../../i18n/i18n.ts'
import { Brand } from '../../shell/brand.tsx'
import classes from './front-door.module.css'

interface FrontDoorProps {
  title: string
  lead?: ReactNode
  config: PublicConfig
  children: ReactNode
}

/** What one sees before one is known: sign-in and set-up. */
export function FrontDoor({ title, lead, config, children }: FrontDoorProps) {
  const { t } = useTranslation()
  useTitle(title)
  return (
    <div className={classes.root}>
      <main className={classes.card}>
        <div className={classes.brand}>
          <Brand />
          {config.demo ? <span className={classes.demo}>{t('shell.demo')}</span> : null}
        </div>
        <h1 className={classes.title}>{title}</h1>
        {lead ? <p className={classes.lead}>{lead}</p> : null}
        {children}
      </main>
      <footer className={classes.foot}>
        <span>{t('signIn.version', { version: config.version })}</span>
        <button
          type="button"
          className={classes.language}
          onClick={() => changeLanguage(currentLanguage() === 'tr' ? 'en' : 'tr')}
        >
          {t('shell.languageSwitch')}
        </button>
      </footer>
    </div>
  )
}
