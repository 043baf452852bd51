import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const root = import.meta.dirname
const at = (path: string) => join(root, path)

/** Threads of the hub: started by file name, so each is an entry beside the others. */
const workers = Object.fromEntries(
  globSync('server/**/*.worker.ts', { cwd: root }).map((path) => [basename(path, '.ts'), at(path)]),
)

/** Native modules stay where they were installed; everything else is bundled, for a quick start. */
const NATIVE = /^(electron|better-sqlite3|pg-native|@node-rs\/.+|serialport|@serialport\/.+|bufferutil|utf-8-validate)$/

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      target: 'node24',
      sourcemap: true,
      minify: false,
      externalizeDeps: false,
      rollupOptions: {
        input: {
          index: at('src-main/index.ts'),
          'hub-child': at('src-main/hub-child.ts'),
          headless: at('src-main/headless.ts'),
          ...workers,
        },
        external: NATIVE,
        // Flat: what stands beside import.meta.url is found from any of them.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: at('src-main/electron/preload.ts') },
        // A sandboxed preload is no module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [
      react(),
      // The hub serves the window at every path, so that a view can be sent to a colleague: relative addresses would break.
      { name: 'quaywatch:base', config: () => ({ base: '/' }) },
    ],
    build: {
      outDir: at('out/renderer'),
      target: 'es2023',
      // The content policy allows no data: scripts or styles, so nothing is inlined.
      assetsInlineLimit: 0,
      minify: true,
      chunkSizeWarningLimit: 1500,
      rollupOptions: { input: at('src-renderer/index.html') },
    },
  },
})
