import { test as base, expect } from '@playwright/test'
import { Api } from './api.ts'
import { Hub, type HubOptions } from './hub.ts'
import { Problems } from './problems.ts'

export { expect }

interface Fixtures {
  readonly hubOptions: HubOptions
  /** A hub of this journey's own: sign-ins are limited per hub. */
  readonly hub: Hub
  readonly api: Api
  readonly problems: Problems
}

export const test = base.extend<Fixtures>({
  hubOptions: [{}, { option: true }],
  hub: async ({ hubOptions, context }, use, testInfo) => {
    const hub = new Hub(hubOptions)
    await hub.start()
    await use(hub)
    if (testInfo.status !== testInfo.expectedStatus) await testInfo.attach('hub.log', { body: hub.log })
    // Pages first: one that is open sees the hub go.
    for (const page of context.pages()) await page.close()
    await hub.stop()
  },
  api: async ({ hub }, use) => {
    await use(new Api(hub))
  },
  problems: [
    async ({ context }, use) => {
      const problems = new Problems()
      problems.watch(context)
      await use(problems)
      expect(problems.unexpected(), 'errors in the window').toEqual([])
    },
    { auto: true },
  ],
})
