import { DEVICE_STATES, type DeviceState, isSeverity } from './device-state.ts'
import type { MapPalette } from './palette.ts'
import { SEVERITY_FIGURES, severityPath } from './severity-shapes.ts'

/** The normal is small and grey; what is not normal grows and gets a shape, a number and a colour. */

const RATIO = 2
const SIZE = 28

export interface MapSymbol {
  readonly name: string
  readonly image: ImageData
  readonly pixelRatio: number
}

export const symbolName = (state: DeviceState): string => `device-${state}`

export const PADLOCK = 'padlock'

export function drawSymbols(palette: MapPalette): MapSymbol[] {
  const symbol = (name: string, draw: (ctx: CanvasRenderingContext2D) => void): MapSymbol => ({
    name,
    image: drawn(draw),
    pixelRatio: RATIO,
  })
  return [
    ...DEVICE_STATES.map((state) => symbol(symbolName(state), (ctx) => drawState(ctx, state, palette))),
    symbol(PADLOCK, (ctx) => drawPadlock(ctx, palette)),
  ]
}

function drawn(draw: (ctx: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = SIZE * RATIO
  canvas.height = SIZE * RATIO
  const ctx = canvas.getContext('2d')
  if (!ctx) throw new Error('This browser gives no 2D canvas')
  ctx.scale(RATIO, RATIO)
  ctx.translate(SIZE / 2, SIZE / 2)
  draw(ctx)
  return ctx.getImageData(0, 0, canvas.width, canvas.height)
}

function drawState(ctx: CanvasRenderingContext2D, state: DeviceState, palette: MapPalette): void {
  if (isSeverity(state)) drawSeverity(ctx, state, palette)
  else if (state === 'offline') drawOffline(ctx, palette)
  else if (state === 'stale') drawStale(ctx, palette)
  else drawNormal(ctx, palette)
}

function drawSeverity(ctx: CanvasRenderingContext2D, state: keyof typeof SEVERITY_FIGURES, palette: MapPalette): void {
  const path = severityPath(state)
  ctx.lineJoin = 'round'
  ctx.lineWidth = 3
  ctx.strokeStyle = palette.edge
  ctx.stroke(path)
  ctx.fillStyle = palette[state]
  ctx.fill(path)
  const figure = SEVERITY_FIGURES[state]
  ctx.fillStyle = palette[`${state}-on`]
  ctx.font = '700 11px "Inter Variable", system-ui, sans-serif'
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  ctx.fillText(figure.text, 0, figure.y)
}

function disc(ctx: CanvasRenderingContext2D, radius: number): void {
  ctx.beginPath()
  ctx.arc(0, 0, radius, 0, 2 * Math.PI)
}

function drawNormal(ctx: CanvasRenderingContext2D, palette: MapPalette): void {
  disc(ctx, 4)
  ctx.fillStyle = palette.normal
  ctx.fill()
  ctx.lineWidth = 1.5
  ctx.strokeStyle = palette.surface
  ctx.stroke()
}

/** A fact, not an alarm: the colour of the text, on a ground that parts it from what lies beneath. */
function drawPadlock(ctx: CanvasRenderingContext2D, palette: MapPalette): void {
  const shackle = new Path2D('M-3-1.5V-4A3 3 0 0 1 3-4V-1.5')
  const body = new Path2D('M-4.6-1.6H4.6V5.6H-4.6Z')
  ctx.lineJoin = 'round'
  ctx.strokeStyle = palette.surface
  ctx.lineWidth = 5
  ctx.stroke(shackle)
  ctx.lineWidth = 3.4
  ctx.stroke(body)
  ctx.strokeStyle = palette.ink
  ctx.lineWidth = 1.9
  ctx.stroke(shackle)
  ctx.fillStyle = palette.ink
  ctx.fill(body)
}

/** Hollow: the place is known, the thing does not answer. */
function drawOffline(ctx: CanvasRenderingContext2D, palette: MapPalette): void {
  disc(ctx, 6)
  ctx.fillStyle = palette.surface
  ctx.fill()
  ctx.lineWidth = 2
  ctx.strokeStyle = palette.text
  ctx.stroke()
  ctx.beginPath()
  ctx.moveTo(-2.4, -2.4)
  ctx.lineTo(2.4, 2.4)
  ctx.moveTo(2.4, -2.4)
  ctx.lineTo(-2.4, 2.4)
  ctx.lineWidth = 1.4
  ctx.stroke()
}

/** Hatched, as a stale number is. */
function drawStale(ctx: CanvasRenderingContext2D, palette: MapPalette): void {
  disc(ctx, 5.5)
  ctx.fillStyle = palette.surface
  ctx.fill()
  ctx.save()
  ctx.clip()
  ctx.strokeStyle = palette.normal
  ctx.lineWidth = 1.3
  ctx.beginPath()
  for (let x = -12; x <= 12; x += 3) {
    ctx.moveTo(x - 6, 6)
    ctx.lineTo(x + 6, -6)
  }
  ctx.stroke()
  ctx.restore()
  disc(ctx, 5.5)
  ctx.lineWidth = 1.4
  ctx.strokeStyle = palette.normal
  ctx.stroke()
}
