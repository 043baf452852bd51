import { readFile } from 'node:fs/promises'
import ExcelJS from 'exceljs'
import { expect, test } from '../app.ts'
import { addMeter, type Meter, startMeter } from '../meter.ts'
import { signIn, visit } from '../window.ts'
import { en } from '../words.ts'

let meter: Meter
test.beforeEach(async () => {
  meter = await startMeter({ voltage_l1: 231.4, current_l1: 12.5, active_power: 2890, frequency: 50 })
})
test.afterEach(() => meter.slave.stop())

test('what a meter measured becomes a file: chosen, counted, made, fetched and removed', async ({ page, hub, api }) => {
  const device = await addMeter(api, meter, 'Pontoon A meter')
  const measured = async () =>
    (await api.get<{ items: { metric: string }[] }>(`/api/console/devices/${device.id}/latest`)).items.length
  await expect.poll(measured).toBeGreaterThan(3)

  await page.goto(`${hub.url}/devices/${device.id}?tab=chart&m=voltage`)
  await signIn(page, hub.signIn)
  await page.getByRole('button', { name: en.exports.open }).click()
  const dialog = page.getByRole('dialog', { name: en.exports.title })

  await test.step('a spreadsheet of what the chart shows', async () => {
    await expect(dialog.getByText('Pontoon A meter')).toBeVisible()
    await dialog.getByText(en.exports.intervals.raw, { exact: true }).click()
    await dialog.getByText('XLSX', { exact: true }).click()
    await expect(dialog.getByText(/^About \d+ rows$/)).toBeVisible()
    const download = page.waitForEvent('download')
    await dialog.getByRole('button', { name: en.exports.start }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^Pontoon-A-meter_.*_raw\.xlsx$/)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await readFile(await file.path())).buffer as ArrayBuffer)
    const heads = book.worksheets[0]?.getRow(1).values
    expect(heads).toContain('voltage_l1 (V)')
    const column = Array.isArray(heads) ? heads.indexOf('voltage_l1 (V)') : 0
    expect(book.worksheets[0]?.getRow(2).getCell(column).value).toBeCloseTo(231.4, 4)
  })

  await test.step('it stays in the list, to be fetched again or removed', async () => {
    const item = dialog.getByRole('listitem')
    await expect(item).toContainText(en.exports.status.done)
    const again = page.waitForEvent('download')
    await item.getByRole('button', { name: en.exports.save }).click()
    await again
    await item.getByRole('button', { name: en.exports.remove }).click()
    await expect(dialog.getByText(en.exports.none)).toBeVisible()
  })

  await test.step('more than a report can hold is told before anything is sent', async () => {
    await dialog.getByText('PDF', { exact: true }).click()
    await dialog.getByText(en.exports.intervals.hourly, { exact: true }).click()
    await dialog.getByLabel(en.exports.from).fill('2015-01-01T00:00')
    await expect(dialog.getByRole('alert')).toContainText('PDF takes at most 20,000 rows')
  })
  await visit(page, '/')
})
