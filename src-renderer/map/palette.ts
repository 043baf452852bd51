import { SEVERITIES, type Severity } from '../api/types.ts'
import { cssColours } from '../charts/css-colours.ts'

const GROUND = [
  'sea',
  'land',
  'border',
  'water',
  'ground',
  'rock',
  'deck',
  'plan-line',
  'berth',
  'text',
  'ink',
  'halo',
  'normal',
  'surface',
  'accent',
  'edge',
] as const
type Name = (typeof GROUND)[number] | Severity | `${Severity}-on`

/** The map's colours as map.css names them. */
export type MapPalette = Readonly<Record<Name, string>>

export function readMapPalette(element: HTMLElement): MapPalette {
  const on = SEVERITIES.map((severity) => `${severity}-on` as const)
  return cssColours<Name>(element, 'map', [...GROUND, ...SEVERITIES, ...on])
}
