/** Canvas and WebGL cannot read CSS variables: their values are resolved at the element that they apply to. */
export function cssColours<Name extends string>(
  element: HTMLElement,
  prefix: string,
  names: readonly Name[],
): Record<Name, string> {
  const probe = document.createElement('span')
  probe.style.display = 'none'
  element.append(probe)
  const entries = names.map((name) => {
    probe.style.color = `var(--${prefix}-${name})`
    return [name, plainColour(getComputedStyle(probe).color)]
  })
  probe.remove()
  return Object.fromEntries(entries) as Record<Name, string>
}

/** color-mix() computes to color(srgb …), which map styles do not know. */
export function plainColour(colour: string): string {
  const match = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/.exec(colour)
  if (!match) return colour
  const channels = match.slice(1, 4).map((part) => Math.round(Number(part) * 255))
  return `rgba(${channels.join(', ')}, ${match[4] ?? 1})`
}

/** Calls back when the document's theme attributes change. */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })
  return () => observer.disconnect()
}
