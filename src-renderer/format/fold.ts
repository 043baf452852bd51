const MARKS = /\p{M}/gu

/** Folds a text for searching: Turkish letters and accents match their plain ones in both directions. */
export function fold(text: string): string {
  return text.toLocaleLowerCase('tr').normalize('NFKD').replace(MARKS, '').replaceAll('ı', 'i')
}

/** Every word of the query must occur, in any order. */
export function matches(folded: string, query: string): boolean {
  return fold(query)
    .split(/\s+/)
    .every((word) => folded.includes(word))
}
