import { en } from '../src-renderer/i18n/en.ts'
import { tr } from '../src-renderer/i18n/tr.ts'

/** The window's own words: a journey asks for what a person reads, and follows when the words change. */
export { en, tr }

/** Words with their blanks filled. */
export function say(words: string, blanks: Readonly<Record<string, string | number>> = {}): string {
  return words.replaceAll(/\{\{(\w+)\}\}/g, (blank, name: string) => String(blanks[name] ?? blank))
}

/** Words whose blanks may hold anything. */
export function sayAny(words: string): RegExp {
  const literal = words.split(/\{\{\w+\}\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('.+')}$`)
}
