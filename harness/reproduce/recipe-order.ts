import type { EntryOf } from '../timeline/index.ts'
import type { OwnCall, RecipeClient } from './recipe-client.ts'

/** What is done, or waited for, at one place of a recipe. */
export type Step =
  /** A client asks; one that is answered in full before anything else happens is waited for. */
  | { readonly kind: 'ask'; readonly client: RecipeClient; readonly isOver: boolean }
  | { readonly kind: 'send'; readonly send: EntryOf<'send-request'>; readonly isOpen: boolean }
  /** The answer to a send that was not waited for. */
  | { readonly kind: 'sent'; readonly send: number }
  | { readonly kind: 'fence'; readonly client: RecipeClient }
  | { readonly kind: 'say'; readonly pieces: readonly Buffer[] }
  | { readonly kind: 'leave'; readonly client: RecipeClient }
  | { readonly kind: 'signal'; readonly signal: 'SIGTERM' | 'SIGINT' }
  /** The gateway is started again. */
  | { readonly kind: 'restart' }
  /** A callback that was held back is answered. */
  | { readonly kind: 'answer'; readonly call: OwnCall }
  | { readonly kind: 'announced' | 'reported'; readonly client: RecipeClient; readonly call: OwnCall }
  | { readonly kind: 'head' | 'end' | 'fenced'; readonly client: RecipeClient }
  /** So many lines of data on a stream. */
  | { readonly kind: 'data'; readonly client: RecipeClient; readonly lines: number }
  /** The end of the gateway's process. */
  | { readonly kind: 'ended' }
  /** Time passes, and nothing is done. */
  | { readonly kind: 'pass'; readonly seconds: number }

/** Those take their time by themselves. */
export const WAITS: ReadonlySet<Step['kind']> = new Set([
  'announced',
  'reported',
  'head',
  'end',
  'fenced',
  'data',
  'ended',
  'sent',
])

/** In the order of a recipe, in which clients ask one after another, and without what says nothing. */
export function inOrder(steps: readonly Step[]): Step[] {
  const found = [...steps]
  for (const step of steps) {
    if (step.kind !== 'announced') continue
    const asked = found.findIndex(other => other.kind === 'ask' && other.client === step.client)
    const at = found.indexOf(step)
    const between = found.slice(asked + 1, at)
    if (!between.every(({ kind }) => kind === 'ask' || kind === 'announced')) continue
    // Clients that connect at the same time are distinguished by the order of their callbacks.
    found.splice(at, 1)
    found.splice(asked + 1, 0, step)
  }
  return found.filter((step, n) => !isNeedless(step, found.slice(n + 1)))
}

function isNeedless(step: Step, rest: readonly Step[]): boolean {
  const deed = rest.findIndex(({ kind }) => !WAITS.has(kind))
  const [next] = rest
    .slice(0, deed === -1 ? rest.length : deed)
    .filter(other => 'client' in other && 'client' in step && other.client === step.client)
  switch (step.kind) {
    case 'head':
      return next?.kind === 'end'
    case 'data': {
      // A step that sends more does not wait; one that leaves, or reads what has arrived, does.
      const then = rest[deed]?.kind
      const isWaitedFor = deed === -1 || then === 'leave' || then === 'signal'
      return !isWaitedFor || next?.kind === 'data' || next?.kind === 'fenced' || next?.kind === 'end'
    }
    case 'announced':
      return rest.length === 0
    default:
      return false
  }
}
