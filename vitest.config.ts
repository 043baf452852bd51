import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,src-main,src-renderer,e2e/simulators,scripts}/**/*.test.{ts,tsx}'],
    environment: 'node',
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
