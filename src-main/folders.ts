import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Where the program's own files are. The same walk finds them from the sources, from out/main and inside a package:
 * upwards until the folder that holds package.json.
 */
function rootOf(from: string): string {
  for (let folder = dirname(fileURLToPath(from)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
  }
  throw new Error('package.json of Quaywatch not found')
}

const root = rootOf(import.meta.url)
const windowFolder = join(root, 'out', 'renderer')

export const folders = {
  root,
  templates: join(root, 'resources', 'templates'),
  docs: join(root, 'resources', 'docs'),
  demo: join(root, 'resources', 'demo'),
  /** Null when the window has not been built (tests of the APIs). */
  window: existsSync(join(windowFolder, 'index.html')) ? windowFolder : null,
}

export const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
