import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name)
    if (folder && existsSync(path)) return path
  }
  return null
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return path && existsSync(path) ? path : null
}

const run = (file, args) =>
  spawnSync(file, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 900_000 }).status === 0

/**
 * A Chromium for the web journeys: the one named by QUAYWATCH_BROWSER, Playwright's own, the system's, or one installed
 * now (Playwright's download, else Debian's package when root).
 * @returns {Promise<{path: string} | {reason: string}>}
 */
export async function findBrowser() {
  const named = process.env.QUAYWATCH_BROWSER
  if (named)
    return existsSync(named) ? { path: named } : { reason: `QUAYWATCH_BROWSER names ${named}, which is not there` }
  const known = () => SYSTEM_NAMES.map(onPath).find(Boolean)
  const found = (await playwrightsOwn()) ?? known()
  if (found) return { path: found }
  process.stderr.write('No Chromium found: installing one for the web journeys …\n')
  if (run(process.execPath, [join('node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium'])) {
    const own = await playwrightsOwn()
    if (own) return { path: own }
  }
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    if (run('apt-get', ['update', '-q']) && run('apt-get', ['install', '-y', '-q', 'chromium'])) {
      const installed = known()
      if (installed) return { path: installed }
    }
  }
  return {
    reason:
      'no Chromium: run "npx playwright install chromium", install your system\'s chromium package, or set QUAYWATCH_BROWSER',
  }
}
