import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fitted, loadWindowState, saveWindowState, type WindowState } from './window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const state: WindowState = { x: 100, y: 50, width: 1500, height: 900, isMaximized: true }
const file = () => join(mkdtempSync(join(tmpdir(), 'quaywatch-')), 'deeper', 'window.json')

test('is kept on disk', () => {
  const path = file()
  saveWindowState(path, state)
  expect(loadWindowState(path)).toEqual(state)
})

test('starts afresh from a file that is none, broken, or too small a window', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'quaywatch-')), 'window.json')
  const fresh = loadWindowState(path)
  expect(fresh).toMatchObject({ x: null, isMaximized: false })
  writeFileSync(path, '{"x":')
  expect(loadWindowState(path)).toEqual(fresh)
  writeFileSync(path, JSON.stringify({ ...state, width: 10 }))
  expect(loadWindowState(path)).toEqual(fresh)
})

test('stays where it was on a screen that is there', () => {
  expect(fitted(state, [screen])).toEqual(state)
  expect(fitted({ ...state, x: 2000 }, [screen, { ...screen, x: 1920 }]).x).toBe(2000)
})

test('comes back from a screen that is gone, and fits the one that is left', () => {
  expect(fitted({ ...state, x: 2000 }, [screen])).toMatchObject({ x: null, y: null, width: 1500 })
  expect(fitted({ ...state, y: -900 }, [screen])).toMatchObject({ x: null, y: null })
  expect(fitted({ ...state, x: 5000, width: 3000 }, [screen])).toMatchObject({ x: null, width: 1920 })
})
