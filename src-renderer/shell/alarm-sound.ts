import type { Severity } from '../api/types.ts'

interface Pattern {
  /** Hertz of each beep, in order. */
  tones: readonly number[]
  beepS: number
  gapS: number
  /** Time from one start to the next; null sounds once. */
  everyMs: number | null
}

/** One tune per severity, told apart by rhythm as well as by pitch. */
export const PATTERNS: Record<Severity, Pattern> = {
  critical: { tones: [988, 740, 988, 740, 988], beepS: 0.13, gapS: 0.05, everyMs: 2000 },
  high: { tones: [784, 784, 784], beepS: 0.16, gapS: 0.1, everyMs: 4000 },
  medium: { tones: [587, 587], beepS: 0.2, gapS: 0.14, everyMs: 10_000 },
  low: { tones: [440], beepS: 0.25, gapS: 0, everyMs: null },
  info: { tones: [], beepS: 0, gapS: 0, everyMs: null },
}

/** The horn. No sound files: the tones are made here, so nothing can be missing. */
export class AlarmSound {
  #context: AudioContext | null = null
  #timer: ReturnType<typeof setInterval> | null = null
  #severity: Severity | null = null

  /** @returns false when the browser holds sound back until somebody touches the page. */
  get isAllowed(): boolean {
    return this.#context?.state !== 'suspended'
  }

  /** Must run inside a click or a key press. */
  async allow(): Promise<void> {
    await this.#ready().resume()
  }

  /** Sounds until told otherwise; the same severity again does not restart it. */
  sound(severity: Severity | null): void {
    if (severity === this.#severity) return
    this.#severity = severity
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    if (!severity) return
    const pattern = PATTERNS[severity]
    this.#play(pattern)
    if (pattern.everyMs) this.#timer = setInterval(() => this.#play(pattern), pattern.everyMs)
  }

  #ready(): AudioContext {
    this.#context ??= new AudioContext()
    return this.#context
  }

  #play(pattern: Pattern): void {
    if (pattern.tones.length === 0) return
    const context = this.#ready()
    if (context.state !== 'running') return
    let at = context.currentTime + 0.02
    for (const tone of pattern.tones) {
      this.#beep(context, tone, at, pattern.beepS)
      at += pattern.beepS + pattern.gapS
    }
  }

  #beep(context: AudioContext, toneHz: number, at: number, lengthS: number): void {
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    oscillator.type = 'triangle'
    oscillator.frequency.value = toneHz
    gain.gain.setValueAtTime(0, at)
    gain.gain.linearRampToValueAtTime(0.25, at + 0.012)
    gain.gain.setValueAtTime(0.25, at + lengthS - 0.03)
    gain.gain.linearRampToValueAtTime(0, at + lengthS)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(at)
    oscillator.stop(at + lengthS)
  }
}
