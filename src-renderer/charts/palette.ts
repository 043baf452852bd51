/** Canvas cannot read CSS variables: the chart's colours are resolved from charts.css at the element they apply to. */

export interface ChartPalette {
  readonly text: string
  readonly grid: string
  readonly axis: string
  readonly accent: string
  readonly band: string
  readonly normal: string
  readonly limit: string
  readonly mark: string
  readonly surface: string
  readonly greys: readonly string[]
  readonly severity: Readonly<Record<string, string>>
}

export function readPalette(element: HTMLElement): ChartPalette {
  const probe = document.createElement('span')
  probe.style.display = 'none'
  element.append(probe)
  const colour = (name: string): string => {
    probe.style.color = `var(--chart-${name})`
    return getComputedStyle(probe).color
  }
  const palette: ChartPalette = {
    text: colour('text'),
    grid: colour('grid'),
    axis: colour('axis'),
    accent: colour('accent'),
    band: colour('band'),
    normal: colour('normal'),
    limit: colour('limit'),
    mark: colour('mark'),
    surface: colour('surface'),
    greys: [colour('grey-1'), colour('grey-2'), colour('grey-3')],
    severity: {
      critical: colour('critical'),
      high: colour('high'),
      medium: colour('medium'),
      low: colour('low'),
      info: colour('info'),
    },
  }
  probe.remove()
  return palette
}

/** Lines differ by tone and dash, not by hue: hues belong to alarms. */
export interface LineStyle {
  readonly stroke: string
  readonly width: number
  readonly dash: readonly number[]
}

export function lineStyle(palette: ChartPalette, index: number): LineStyle {
  if (index === 0) return { stroke: palette.accent, width: 1.75, dash: [] }
  const grey = palette.greys[(index - 1) % palette.greys.length] ?? palette.text
  const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3]]
  return { stroke: grey, width: 1.5, dash: dashes[(index - 1) % dashes.length] ?? [] }
}

/** Calls back when the document's theme attributes change. */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true })
  return () => observer.disconnect()
}
