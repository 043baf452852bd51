import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuseOldNode } from './node-version.mjs'

refuseOldNode()
const { buildIfStale, root } = await import('./build.mjs')
buildIfStale()

// `npm run bench` runs all; `npm run bench -- pipeline --seconds=10` one of them with its options.
const [only, ...options] = process.argv.slice(2)
const folder = join(root, 'bench')
// A bench begins with the comment that says what it measures; its helpers do not.
const all = readdirSync(folder).filter(
  (name) => name.endsWith('.ts') && readFileSync(join(folder, name), 'utf8').startsWith('/**\n'),
)
const chosen = only ? all.filter((name) => name === `${only}.ts`) : all
if (chosen.length === 0) {
  process.stderr.write(`No bench "${only}". Known: ${all.map((name) => name.replace('.ts', '')).join(', ')}\n`)
  process.exit(2)
}
let failed = 0
for (const name of chosen) {
  process.stdout.write(`\n== ${name.replace('.ts', '')}\n`)
  if (spawnSync(process.execPath, [join(folder, name), ...options], { cwd: root, stdio: 'inherit' }).status !== 0)
    failed++
}
process.exit(failed === 0 ? 0 : 1)
