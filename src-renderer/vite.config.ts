import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const hub = process.env.QUAYWATCH_HUB ?? 'http://127.0.0.1:4780'

/** The window alone: `vite build src-renderer`, or `vite src-renderer` against a running hub. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../out/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // The content policy allows no data: scripts or styles, so nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
  server: {
    port: 5173,
    proxy: {
      // Not our own sources, which live in api/ too.
      '^/api/(?!.+\\.tsx?(\\?|$))': hub,
      '/health': hub,
      '^/map/.+\\.pmtiles$': hub,
      '/ws': { target: hub, ws: true },
    },
  },
})
