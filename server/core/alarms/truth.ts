/** Kleene's three values: null is "not known", which is neither true nor false and whose opposite is not known either. */
export type Truth = boolean | null

export const not = (truth: Truth): Truth => (truth === null ? null : !truth)

/**
 * What one look at a device says, and what it said last when it could not tell any more: the deadband goes on from there.
 */
export class Verdict {
  truth: Truth = null
  /** The last thing that was known. */
  isHeld = false
  value: number | null = null
  /** What the value was held against, where that is not a part of the condition: a baseline, a legal limit. */
  reference: number | null = null

  /** @returns whether the truth changed */
  say(truth: boolean, value: number): boolean {
    const isChanged = this.truth !== truth
    this.truth = truth
    this.isHeld = truth
    this.value = value
    return isChanged
  }

  lose(): boolean {
    const isChanged = this.truth !== null
    this.truth = null
    return isChanged
  }
}
