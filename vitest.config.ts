import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,src-main,src-renderer,e2e/simulators,scripts}/**/*.test.{ts,tsx}'],
    environment: 'node',
    pool: 'forks',
    // Against tests that hang, not against slow machines.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
