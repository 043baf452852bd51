import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { Api, type Created } from '../api.ts'
import { expect, test } from '../app.ts'
import { Hub } from '../hub.ts'
import { linkState, visit } from '../window.ts'
import { en, tr } from '../words.ts'

type Words = typeof en

interface View {
  readonly path: string
  /** What is there when the page has its data. */
  readonly sign: (page: Page, words: Words) => Locator
}

interface Measured {
  readonly device_id: string
  readonly device_type: string
  readonly values: Readonly<Record<string, { readonly value: number | null }>>
}

const THEMES = ['dark', 'light'] as const
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const
const LANGUAGES = { tr, en }

/** One demo for all: it is only looked at. */
const demo = new Hub({ flags: ['--demo'] })
let views: readonly View[] = []

test.use({ viewport: { width: 1280, height: 720 }, contextOptions: { reducedMotion: 'reduce' } })

test.beforeAll(async () => {
  await demo.start()
  const api = new Api(demo)
  const measuring = async () => {
    const { items } = await api.get<{ items: Measured[] }>('/api/measurements/map-data')
    return items.find((each) => each.device_type === 'pedestal' && (each.values.voltage_l1?.value ?? 0) > 1)?.device_id
  }
  await expect.poll(measuring, { message: 'a pedestal that measures' }).toBeTruthy()
  const deviceId = (await measuring()) ?? ''
  // The marina's own troubles take minutes to come.
  for (const severity of SEVERITIES) {
    await api.post('/api/alarms', {
      name: `Always, ${severity}`,
      severity,
      target: { device_id: deviceId },
      condition: { type: 'threshold', metric: 'voltage_l1', operator: '>', value: 1 },
    })
  }
  const incidents = async () => (await api.get<{ items: Created[] }>('/api/alarms/incidents')).items
  await expect.poll(async () => (await incidents()).length).toBeGreaterThanOrEqual(SEVERITIES.length)
  views = viewsOf(deviceId, (await incidents())[0]?.id ?? '')
})
test.afterAll(() => demo.stop())

for (const [language, words] of Object.entries(LANGUAGES)) {
  for (const theme of THEMES) {
    test(`every page in ${language}, ${theme}: fits 1280×720, accessible, no errors`, async ({ page }) => {
      test.slow()
      await page.addInitScript(
        ([chosenLanguage, chosenTheme]) => {
          localStorage.setItem('quaywatch.language', chosenLanguage)
          localStorage.setItem('mantine-color-scheme-value', chosenTheme)
        },
        [language, theme] as const,
      )
      await page.goto(demo.url)
      await page.getByLabel(words.signIn.email).waitFor()
      await look(page, 'sign-in')
      await page.getByLabel(words.signIn.email).fill(demo.signIn.email)
      await page.getByLabel(words.signIn.password, { exact: true }).fill(demo.signIn.password)
      await page.getByRole('button', { name: words.signIn.submit }).click()
      await expect(linkState(page)).toHaveText(words.shell.link.connected)
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme)
      for (const { path, sign } of views) {
        await test.step(path, async () => {
          await visit(page, path)
          await expect(sign(page, words)).toBeVisible()
          await look(page, path, path === '/' ? undefined : 'main')
        })
      }
    })
  }
}

/** `part`: what of the page is looked at for accessibility; all of it when absent. */
async function look(page: Page, path: string, part?: string): Promise<void> {
  const overflow = await page.evaluate(() =>
    [document.documentElement, document.querySelector('main')].map((each) =>
      each ? each.scrollWidth - each.clientWidth : 0,
    ),
  )
  expect.soft(overflow, `${path} overflows sideways`).toEqual([0, 0])
  // No page has frames: the legacy mode spares a second page for each look.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await (part ? axe.include(part) : axe).analyze()
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
  expect.soft(grave, `${path} is not accessible`).toEqual([])
}

function viewsOf(deviceId: string, incidentId: string): readonly View[] {
  const row = (page: Page) => page.getByRole('row').nth(1)
  const drawer = (name: (words: Words) => string) => (page: Page, words: Words) =>
    page.getByRole('complementary', { name: name(words) })
  const tab = (name: keyof Words['devices']['tab']): View => ({
    path: `/devices/${deviceId}?tab=${name}`,
    sign: (page, words) => page.getByRole('tabpanel', { name: words.devices.tab[name] }).locator(':scope > *').first(),
  })
  return [
    { path: '/', sign: (page, words) => page.getByRole('region', { name: words.overview.powerDay }) },
    { path: '/map', sign: (page, words) => page.getByRole('region', { name: words.map.label }) },
    { path: '/dashboards', sign: (page) => page.getByRole('region', { name: 'Where the power goes' }) },
    {
      path: '/dashboards?arrange=1&edit=new',
      sign: (page, words) => page.getByRole('form', { name: words.dashboards.form.new }),
    },
    { path: '/devices', sign: (page) => page.getByRole('treeitem').nth(5) },
    { path: '/devices?view=list', sign: row },
    {
      path: `/devices?device=${deviceId}`,
      sign: (page, words) =>
        drawer((all) => all.devices.detail)(page, words)
          .getByRole('listitem')
          .first(),
    },
    ...(['live', 'chart', 'energy', 'registers', 'faults', 'poll', 'family'] as const).map(tab),
    { path: '/alarms?view=all', sign: row },
    {
      path: `/alarms?view=all&incident=${incidentId}`,
      sign: (page, words) =>
        page.getByRole('region', { name: words.alarms.detail.history }).getByRole('listitem').first(),
    },
    { path: '/alarms/policies', sign: row },
    {
      path: '/alarms/policies?policy=new',
      sign: (page, words) => page.getByRole('form', { name: words.policies.new }),
    },
    {
      path: '/energy/consumption',
      sign: (page, words) => page.getByRole('img', { name: words.energy.compare.label }),
    },
    { path: '/energy/shape?period=day', sign: (page) => page.getByRole('combobox') },
    {
      path: '/energy/reactive?edit=new',
      sign: (page, words) => page.getByRole('form', { name: words.energy.reactive.setLimits }),
    },
    {
      path: '/energy/bill?edit=new',
      sign: (page, words) => page.getByRole('form', { name: words.energy.bill.setTariff }),
    },
    {
      path: '/energy/bill?edit=exchange',
      sign: (page, words) => page.getByRole('form', { name: words.energy.exchange.title }),
    },
    { path: '/zigbee', sign: row },
    { path: '/zigbee?edit=new', sign: (page, words) => page.getByRole('form', { name: words.zigbee.claim.title }) },
    { path: '/loto', sign: (page, words) => page.getByRole('region', { name: words.loto.board.sessions }) },
    { path: '/loto?view=oneLine', sign: (page, words) => page.getByRole('region', { name: words.loto.oneLine.label }) },
    {
      path: `/loto?session=new&device=${deviceId}`,
      sign: (page, words) => page.getByRole('form', { name: words.loto.request.new }),
    },
    { path: '/loto/history', sign: (page, words) => page.getByRole('grid', { name: words.loto.tabs.history }) },
    {
      path: '/loto/points?edit=new',
      sign: (page, words) => page.getByRole('form', { name: words.loto.points.new }),
    },
    ...(['users', 'roles', 'gateways', 'audit'] as const).map((name) => ({ path: `/admin/${name}`, sign: row })),
    { path: '/admin/sites', sign: (page) => page.getByRole('main').getByRole('list').first() },
    {
      path: '/admin/gateways?edit=new',
      sign: (page, words) => page.getByRole('form', { name: words.admin.gateways.new }),
    },
    {
      path: '/admin/gateways?edit=broker',
      sign: (page, words) => page.getByRole('form', { name: words.gatewayConfig.broker.title }),
    },
    { path: '/firmware', sign: row },
    { path: '/firmware/signing', sign: (page, words) => page.getByRole('region', { name: words.firmware.keys.title }) },
    {
      path: '/firmware/signing?edit=new',
      sign: (page, words) => page.getByRole('form', { name: words.firmware.keys.add }),
    },
    {
      path: '/alarms/escalation?part=settings',
      sign: (page, words) => page.getByRole('button', { name: words.annunciation.webhookKey.renew }),
    },
    { path: '/admin/inbox', sign: (page, words) => page.getByRole('link', { name: words.admin.sections.inbox }) },
    { path: '/admin/system', sign: (page, words) => page.getByText(words.admin.system.telemetry) },
  ]
}
