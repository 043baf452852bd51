#!/usr/bin/env node
import { refuseOldNode } from './node-version.mjs'

// `quaywatch serve [flags]` and `npm run headless -- [flags]` are one program.
refuseOldNode()
const [, , command, ...flags] = process.argv
process.argv = [
  process.argv[0],
  process.argv[1],
  command === 'serve' ? 'headless' : 'start',
  ...(command === 'serve' ? flags : process.argv.slice(2)),
]
await import('./run.mjs')
