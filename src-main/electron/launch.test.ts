import { expect, test } from 'vitest'
import { pathOfLink, readLaunch } from './launch.ts'

test('takes our flags out of what Chromium and the system add', () => {
  const words = ['--no-sandbox', '--inspect=0', '--data', '/tmp/a b', '--port=0', '--demo', '--remote-debugging-port=0']
  expect(readLaunch(words)).toEqual({
    isServe: false,
    flags: ['--data', '/tmp/a b', '--port=0', '--demo'],
    path: null,
  })
})

test('knows serve, and a link among the words', () => {
  expect(readLaunch(['--no-sandbox', '.', 'serve', '--port', '0'])).toMatchObject({
    isServe: true,
    flags: ['--port', '0'],
  })
  expect(readLaunch(['--data', 'serve']).isServe).toBe(false)
  expect(readLaunch(['--no-sandbox', 'quaywatch://incident/0197-ab']).path).toBe('/alarms?incident=0197-ab')
})

test.each([
  'quaywatch://incident/',
  'quaywatch://incident/../../etc',
  'quaywatch://incident/a?b=c',
  'quaywatch://device/a',
  'quaywatch://incident/a/b',
  'https://incident/a',
])('does not follow %s', (link) => {
  expect(pathOfLink(link)).toBe(null)
})
