/** The one line that a bench prints for a figure; the ratio is to a baseline measured in the same run. */
export function printFigure(
  name: string,
  figure: number,
  unit: string,
  baseline?: { readonly name: string; readonly figure: number },
): void {
  const ratio = baseline
    ? ` (${round(figure / baseline.figure)}× ${baseline.name}: ${round(baseline.figure)} ${unit})`
    : ''
  process.stdout.write(`${name}: ${round(figure)} ${unit}${ratio}\n`)
}

function round(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

/** A number given on the command line as --name=value. */
export function option(name: string, otherwise: number): number {
  const found = process.argv.find((argument) => argument.startsWith(`--${name}=`))
  return found ? Number(found.slice(name.length + 3)) : otherwise
}
