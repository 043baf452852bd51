import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { tr } from './tr.ts'

export const LANGUAGES = ['tr', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const LANGUAGE_KEY = 'quaywatch.language'

function preferredLanguage(): Language {
  const saved = localStorage.getItem(LANGUAGE_KEY)
  if (saved === 'tr' || saved === 'en') return saved
  return navigator.language.startsWith('en') ? 'en' : 'tr'
}

export async function startWords(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await i18next.use(initReactI18next).init({
    lng: preferredLanguage(),
    fallbackLng: 'en',
    supportedLngs: [...LANGUAGES],
    resources: { tr: { translation: tr }, en: { translation: en } },
    interpolation: { escapeValue: false },
  })
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'tr'
}

/** BCP 47 locale of numbers, dates and sorting. */
export function currentLocale(): string {
  return currentLanguage() === 'tr' ? 'tr-TR' : 'en-GB'
}

export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(LANGUAGE_KEY, language)
  await i18next.changeLanguage(language)
}
