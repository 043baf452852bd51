const formatters = new Map<string, Intl.NumberFormat>()

/** Building an Intl.NumberFormat costs more than using one a thousand times. */
function formatter(locale: string, decimals: number): Intl.NumberFormat {
  const key = `${locale}/${decimals}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  formatters.set(key, made)
  return made
}

export function formatNumber(value: number, locale: string, decimals = 0): string {
  const text = formatter(locale, decimals).format(value)
  // A rounded −0.04 must not read "-0,0".
  return Number(value.toFixed(Math.min(decimals, 20))) === 0 ? formatter(locale, decimals).format(0) : text
}

/** Enough figures to see a change and none more: three or four significant ones. */
export function decimalsFor(value: number): number {
  const size = Math.abs(value)
  if (size >= 100) return 0
  if (size >= 10) return 1
  return 2
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

export function formatBytes(bytes: number, locale: string): string {
  let size = bytes
  let step = 0
  while (size >= 1000 && step < BYTE_UNITS.length - 1) {
    size /= 1000
    step++
  }
  return `${formatNumber(size, locale, step === 0 ? 0 : decimalsFor(size))} ${BYTE_UNITS[step] ?? 'B'}`
}

/** 12,345,678 as "12,3 Mn" (tr) or "12.3M" (en). */
export function formatCount(value: number, locale: string): string {
  if (Math.abs(value) < 100_000) return formatNumber(value, locale)
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}
