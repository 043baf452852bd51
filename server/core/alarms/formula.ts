import { type Condition, isComposite, type Part } from './condition.types.ts'
import { type Leaf, leafOf } from './leaf.ts'
import { not, type Truth } from './truth.ts'

type Node =
  | { readonly type: 'leaf'; readonly leaf: Leaf }
  | { readonly type: 'all' | 'any'; readonly parts: readonly Node[] }
  | { readonly type: 'not'; readonly part: Node }

/** One leaf that makes the whole what it is. */
export interface Fact {
  readonly leaf: Leaf
  /** It counts for not being so. */
  readonly isNegated: boolean
}

/** A condition on one device, compiled once: its leaves follow the samples, asking it allocates nothing. */
export class Formula {
  readonly leaves: readonly Leaf[]
  readonly #root: Node

  constructor(condition: Condition, deadband: number, now: number) {
    const leaves: Leaf[] = []
    this.#root = compile(condition, deadband, now, leaves)
    this.leaves = leaves
  }

  truth(): Truth {
    return truthOf(this.#root)
  }

  /** What makes it true, in the order in which it was written. */
  facts(): readonly Fact[] {
    return factsOf(this.#root, true)
  }

  /** What each leaf said last, for the deadbands after a restart. */
  get held(): readonly boolean[] {
    return this.leaves.map((leaf) => leaf.verdict.isHeld)
  }

  hold(held: readonly boolean[]): void {
    for (const [index, leaf] of this.leaves.entries()) leaf.verdict.isHeld = held[index] ?? false
  }
}

function compile(condition: Condition | Part, deadband: number, now: number, leaves: Leaf[]): Node {
  const part = (of: Part): Node => compile(of, 'deadband' in of ? of.deadband : 0, now, leaves)
  if (!isComposite(condition)) {
    const leaf = leafOf(condition, deadband, now)
    leaves.push(leaf)
    return { type: 'leaf', leaf }
  }
  if (condition.type === 'not') return { type: 'not', part: part(condition.condition) }
  return { type: condition.type, parts: condition.conditions.map(part) }
}

function truthOf(node: Node): Truth {
  if (node.type === 'leaf') return node.leaf.verdict.truth
  if (node.type === 'not') return not(truthOf(node.part))
  // One false settles "all", one true settles "any"; without it a single unknown leaves the whole unknown.
  const settling = node.type === 'any'
  let isUnknown = false
  for (const part of node.parts) {
    const truth = truthOf(part)
    if (truth === settling) return settling
    if (truth === null) isUnknown = true
  }
  return isUnknown ? null : !settling
}

function factsOf(node: Node, wanted: boolean): readonly Fact[] {
  if (node.type === 'leaf') return node.leaf.verdict.truth === wanted ? [{ leaf: node.leaf, isNegated: !wanted }] : []
  if (node.type === 'not') return factsOf(node.part, !wanted)
  return node.parts.filter((part) => truthOf(part) === wanted).flatMap((part) => factsOf(part, wanted))
}
