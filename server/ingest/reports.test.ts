import { expect, test } from 'vitest'
import type { GatewayReport } from '../core/outside.ts'
import { silentLog } from '../http/test-hub.ts'
import { ReportRouter } from './reports.ts'

const report = (topic: string, payload = '{}', gatewayId = 'g1'): GatewayReport => ({
  gatewayId,
  topic,
  payload,
  isRetained: false,
  at: 0,
})

test('goes to who asked for the topic, whole or below a slash', async () => {
  const router = new ReportRouter(silentLog)
  const taken: string[] = []
  router.on('ota/status', async ({ topic }) => void taken.push(`ota ${topic}`))
  router.on('bridge/', async ({ topic }) => void taken.push(`bridge ${topic}`))
  await router.take([report('ota/status'), report('ota/status/more'), report('bridge/devices'), report('bridge')])
  expect(taken).toEqual(['ota ota/status', 'bridge bridge/devices'])
})

test('keeps one gateway’s reports in their order and does not let another wait for them', async () => {
  const router = new ReportRouter(silentLog)
  const first = Promise.withResolvers<void>()
  const taken: string[] = []
  router.on('command/result', async ({ gatewayId, payload }) => {
    if (payload === '1') await first.promise
    taken.push(`${gatewayId} ${payload}`)
  })
  const slow = router.take([report('command/result', '1'), report('command/result', '2')])
  await router.take([report('command/result', '3', 'g2')])
  expect(taken).toEqual(['g2 3'])
  first.resolve()
  await slow
  expect(taken).toEqual(['g2 3', 'g1 1', 'g1 2'])
})

test('a listener that fails takes nothing from the others', async () => {
  const router = new ReportRouter(silentLog)
  const taken: string[] = []
  router.on('ota/status', async () => Promise.reject(new Error('not mine')))
  router.on('ota/status', async ({ payload }) => void taken.push(payload))
  await router.take([report('ota/status', 'a'), report('ota/status', 'b')])
  expect(taken).toEqual(['a', 'b'])
})
