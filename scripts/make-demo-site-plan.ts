/** Writes resources/demo/site-plan.geojson from src-main/demo/site. Run after changing the marina's geometry. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { sitePlan } from '../src-main/demo/site/site-plan.ts'

const folder = new URL('../resources/demo/', import.meta.url)
const { type, features } = sitePlan()
const lines = features.map((feature) => JSON.stringify(feature)).join(',\n')
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('site-plan.geojson', folder), `{"type":"${type}","features":[\n${lines}\n]}\n`)
