import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { refuseOldNode } from './node-version.mjs'

refuseOldNode()

const { build, buildIfStale, root } = await import('./build.mjs')
const { findDisplay, findElectron, sandboxFlags } = await import('./electron.mjs')
const [command = 'start', ...flags] = process.argv.slice(2)

/** Hands signals on, and ends as the child ends. */
function become(file, args, env = process.env) {
  const child = spawn(file, args, { cwd: root, stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`${file}: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15)))
}

// Compiled code is kept between starts, which halves the time to the ready line.
const compileCache = process.env.NODE_COMPILE_CACHE ?? join(root, '.cache', 'compiled')
const headless = () =>
  become(
    process.execPath,
    ['--enable-source-maps', '--disable-warning=DEP0169', join(root, 'out/main/headless.js'), ...flags],
    {
      ...process.env,
      NODE_COMPILE_CACHE: compileCache,
    },
  )

const COMMANDS = {
  start() {
    buildIfStale()
    const electron = findElectron()
    const display = findDisplay()
    const missing = electron.reason ?? display.reason
    if (missing) {
      process.stderr.write(
        `No desktop window: ${missing}. Starting the hub headless; open the printed address in a browser.\n`,
      )
      return headless()
    }
    become(electron.path, [...sandboxFlags(), root, ...flags])
  },
  headless() {
    buildIfStale()
    headless()
  },
  // The hub from its sources, started again when one changes, and the window served with hot reload in front of it.
  dev() {
    const hub = spawn(process.execPath, ['--watch', join(root, 'src-main/headless.ts'), ...flags], {
      cwd: root,
      stdio: 'inherit',
    })
    process.on('exit', () => hub.kill())
    hub.on('exit', (code) => process.exit(code ?? 1))
    become(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'src-renderer'])
  },
  build,
  dist() {
    buildIfStale()
    const electronDist = process.env.ELECTRON_OVERRIDE_DIST_PATH
    const local = electronDist
      ? [`-c.electronDist=${electronDist}`, `-c.electronVersion=${electronVersionAt(electronDist)}`]
      : []
    become(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'), '--dir', ...local, ...flags])
  },
}

function electronVersionAt(folder) {
  const asked = spawnSync(
    join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron'),
    ['-p', 'process.versions.electron'],
    {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      encoding: 'utf8',
    },
  )
  return asked.stdout.trim()
}

const run = COMMANDS[command]
if (!run) {
  process.stderr.write(`Unknown command "${command}". Known: ${Object.keys(COMMANDS).join(', ')}\n`)
  process.exit(2)
}
run()
