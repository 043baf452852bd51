import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/mantine.css'
import { createRoot } from 'react-dom/client'
import { locateHub } from './api/hub.ts'
import { session } from './api/session.ts'
import { App } from './app.tsx'
import { startWords } from './i18n/i18n.ts'

async function start(): Promise<void> {
  await Promise.all([startWords(), locateHub(), session.restore()])
  const root = document.getElementById('root')
  if (root) createRoot(root).render(<App />)
}

await start()
