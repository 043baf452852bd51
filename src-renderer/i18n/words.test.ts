import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { tr } from './tr.ts'

function flat(words: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(prefix + key, value)
    else for (const [inner, word] of flat(value, `${prefix}${key}.`)) found.set(inner, word)
  }
  return found
}

const turkish = flat(tr)
const english = flat(en)
const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort()

describe('words', () => {
  it('are the same set in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...turkish.keys()].sort())
  })

  it('are never empty', () => {
    const empty = [...turkish, ...english].filter(([, text]) => text.trim() === '').map(([key]) => key)
    expect(empty).toEqual([])
  })

  it('have the same blanks to fill', () => {
    for (const [key, text] of turkish) expect(blanks(english.get(key) ?? ''), key).toEqual(blanks(text))
  })

  it('do not exclaim', () => {
    const loud = [...turkish, ...english].filter(([, text]) => text.includes('!')).map(([key]) => key)
    expect(loud).toEqual([])
  })

  it('come in pairs where a count decides', () => {
    const singular = [...turkish.keys()].filter((key) => key.endsWith('_one'))
    for (const key of singular) expect(turkish.has(key.replace(/_one$/, '_other')), key).toBe(true)
  })
})
