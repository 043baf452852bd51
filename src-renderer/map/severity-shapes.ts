import type { Severity } from '../api/types.ts'

/** The shapes of severity-mark.tsx, centred on the origin, for canvases. */
const PATHS: Record<Severity, string> = {
  critical: 'M0-11 11 0 0 11-11 0Z',
  high: 'M0-10.5 11 8.5H-11Z',
  medium: 'M0-9.5A9.5 9.5 0 1 1 0 9.5 9.5 9.5 0 0 1 0-9.5Z',
  low: 'M-8.5-8.5H8.5V8.5H-8.5Z',
  info: 'M-5-8H5A3 3 0 0 1 8-5V5A3 3 0 0 1 5 8H-5A3 3 0 0 1-8 5V-5A3 3 0 0 1-5-8Z',
}

export const SEVERITY_FIGURES: Record<Severity, { text: string; y: number }> = {
  critical: { text: '1', y: 0.5 },
  high: { text: '2', y: 2.8 },
  medium: { text: '3', y: 0.5 },
  low: { text: '4', y: 0.5 },
  info: { text: 'i', y: 0.5 },
}

export function severityPath(severity: Severity): Path2D {
  return new Path2D(PATHS[severity])
}
