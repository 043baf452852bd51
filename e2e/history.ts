import type { Locator } from '@playwright/test'

/**
 * Everything that an element said, in order, without repetitions: what shows for a moment between two looks of an
 * assertion is not missed.
 */
export async function recordText(locator: Locator): Promise<() => Promise<readonly string[]>> {
  const handle = await locator.evaluateHandle((element) => {
    const seen: string[] = []
    const look = () => {
      const word = (element.textContent ?? '').trim()
      if (seen.at(-1) !== word) seen.push(word)
    }
    look()
    new MutationObserver(look).observe(element, { subtree: true, childList: true, characterData: true })
    return seen
  })
  return () => handle.jsonValue()
}

/** The same for a shown value. A hatched one, which is not live, has a tilde in front; what only a reader hears is left out. */
export async function recordValue(value: Locator): Promise<() => Promise<readonly string[]>> {
  const handle = await value.evaluateHandle((element) => {
    const seen: string[] = []
    const look = () => {
      const shown = element.querySelector('[data-size]')
      const copy = shown?.cloneNode(true)
      if (!(shown instanceof HTMLElement) || !(copy instanceof HTMLElement)) return
      for (const extra of copy.querySelectorAll('.visually-hidden, [class*="age"]')) extra.remove()
      const isHatched = getComputedStyle(shown).backgroundImage.includes('repeating-linear-gradient')
      const word = `${isHatched ? '~' : ''}${copy.textContent}`
      if (seen.at(-1) !== word) seen.push(word)
    }
    look()
    new MutationObserver(look).observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
    return seen
  })
  return () => handle.jsonValue()
}
