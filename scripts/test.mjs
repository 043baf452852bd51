import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { refuseOldNode } from './node-version.mjs'

refuseOldNode()

const { buildIfStale, root } = await import('./build.mjs')
const { findDisplay, findElectron, findXvfb } = await import('./electron.mjs')
const { findBrowser } = await import('./find-browser.mjs')

const onlyE2e = process.argv.includes('--only') && process.argv.includes('e2e')
/** In CI the desktop journeys may not be left out. */
const mustRunDesktop = process.env.QUAYWATCH_REQUIRE_DESKTOP === '1'
const reports = join(root, '.cache', 'reports')
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

const total = { passed: 0, failed: 0, skipped: 0 }
const notes = []

function bin(...path) {
  return [process.execPath, join(root, 'node_modules', ...path)]
}

function run([file, ...args], env = {}) {
  return (
    spawnSync(file, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
      .status ?? 1
  )
}

function step(name, command) {
  process.stdout.write(`\n== ${name}\n`)
  const status = run(command)
  if (status === 0) total.passed++
  else {
    total.failed++
    notes.push(`${name} failed`)
  }
}

/** Adds a runner's own counts; a runner that died without a report counts as one failure. */
function counted(name, status, report, read) {
  try {
    const counts = read(JSON.parse(readFileSync(report, 'utf8')))
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
    if (counts.passed + counts.failed === 0) {
      total.failed++
      notes.push(`${name}: no test ran`)
    } else if (status !== 0 && counts.failed === 0) {
      total.failed++
      notes.push(`${name}: the runner failed outside a test`)
    }
  } catch {
    total.failed++
    notes.push(`${name}: no report`)
  }
}

const vitestCounts = (report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  skipped: report.numPendingTests + report.numTodoTests,
})
const playwrightCounts = ({ stats }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected,
  skipped: stats.skipped,
})

function playwright(project, env) {
  const report = join(reports, `${project}.json`)
  const cli = bin('@playwright', 'test', 'cli.js')
  const base = [...cli, 'test', '--project', project, '--reporter', 'list,json']
  const xvfb = project === 'desktop' && !findDisplay().ok ? [findXvfb(), '-a', '-s', '-screen 0 1600x1000x24'] : []
  process.stdout.write(`\n== journeys: ${project}\n`)
  counted(
    `journeys: ${project}`,
    run([...xvfb, ...base], { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    report,
    playwrightCounts,
  )
}

function desktopMissing() {
  const electron = findElectron()
  if (electron.reason) return electron.reason
  const display = findDisplay()
  return display.ok || findXvfb() ? null : `${display.reason}, and xvfb-run is not installed`
}

if (!onlyE2e) {
  step('lint', [...bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'])
  step('types: hub, hardware, tests', [...bin('typescript', 'bin', 'tsc'), '-p', '.'])
  step('types: window', [...bin('typescript', 'bin', 'tsc'), '-p', 'src-renderer'])
  const report = join(reports, 'unit.json')
  process.stdout.write('\n== unit and contract tests\n')
  const status = run([
    ...bin('vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--silent=passed-only',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  counted('unit and contract tests', status, report, vitestCounts)
}

buildIfStale()

const browser = await findBrowser()
if (browser.path) playwright('web', { QUAYWATCH_BROWSER: browser.path })
else {
  total.failed++
  notes.push(`web journeys not run: ${browser.reason}`)
}

const missing = desktopMissing()
if (!missing) playwright('desktop', {})
else {
  if (mustRunDesktop) total.failed++
  notes.push(`desktop journeys not run: ${missing}`)
}

process.stdout.write('\n')
for (const note of notes) process.stdout.write(`${note}\n`)
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exit(total.failed === 0 ? 0 : 1)
