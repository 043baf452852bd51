import { createRequire } from 'node:module'

/** By one name each: a font that the library knows by two is read from the disk again at every change to it. */
const fontFile = (name: string) => createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)

/** With every letter of Turkish, and digits of one width. */
export const PLAIN = fontFile('DejaVuSansCondensed')
export const BOLD = fontFile('DejaVuSansCondensed-Bold')
