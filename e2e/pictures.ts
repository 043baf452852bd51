import type { Page } from '@playwright/test'

/** Share of pixels that differ between two screenshots of the same size, 0 to 1. The page does the reckoning. */
export function differingShare(page: Page, before: Buffer, after: Buffer): Promise<number> {
  return page.evaluate(
    async (pictures) => {
      const [first = [], second = []] = await Promise.all(
        pictures.map(async (text) => {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
          context?.drawImage(bitmap, 0, 0)
          const pixels = context?.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer
          return pixels ? new Uint32Array(pixels) : new Uint32Array()
        }),
      )
      let differing = 0
      for (let at = 0; at < first.length; at++) if (first[at] !== second[at]) differing++
      return differing / first.length
    },
    [before.toString('base64'), after.toString('base64')],
  )
}
