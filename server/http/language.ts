import type { Language } from './kit.ts'

/** Turkish unless the caller prefers English (RFC 9110 §12.5.4, only the two languages that exist here). */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best: { language: Language; weight: number } | null = null
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const language = tag.startsWith('en') ? 'en' : tag.startsWith('tr') ? 'tr' : null
    if (!language) continue
    const q = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='))
    const weight = q ? Number(q.slice(2)) || 0 : 1
    if (!best || weight > best.weight) best = { language, weight }
  }
  return best?.language ?? 'tr'
}
