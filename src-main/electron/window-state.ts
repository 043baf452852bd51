import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

export const MIN_WIDTH = 1280
export const MIN_HEIGHT = 720

const schema = z.object({
  x: z.number().int().nullable(),
  y: z.number().int().nullable(),
  width: z.number().int().min(MIN_WIDTH),
  height: z.number().int().min(MIN_HEIGHT),
  isMaximized: z.boolean(),
})

export type WindowState = z.output<typeof schema>

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const FRESH: WindowState = { x: null, y: null, width: 1440, height: 900, isMaximized: false }
/** So much of the title bar must be on a screen for the window to be moved back. */
const GRIP = 80

export function loadWindowState(file: string): WindowState {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return FRESH
  }
}

export function saveWindowState(file: string, state: WindowState): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}

/** A state whose screen is gone since goes where the system puts it, no larger than the first screen. */
export function fitted(state: WindowState, screens: readonly Area[]): WindowState {
  const { x, y } = state
  if (x !== null && y !== null && screens.some((screen) => isReachable(x, y, state.width, screen))) return state
  const [first] = screens
  const width = Math.max(MIN_WIDTH, Math.min(state.width, first?.width ?? state.width))
  const height = Math.max(MIN_HEIGHT, Math.min(state.height, first?.height ?? state.height))
  return { ...state, x: null, y: null, width, height }
}

function isReachable(x: number, y: number, width: number, screen: Area): boolean {
  const isBeside = x + width - GRIP < screen.x || x + GRIP > screen.x + screen.width
  return !isBeside && y >= screen.y && y + GRIP <= screen.y + screen.height
}
