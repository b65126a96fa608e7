import type { Stream } from '../../client/index.ts'
import type { Timeline } from '../../timeline/index.ts'
import { Violation, type ViolationDetails } from '../../verdict/index.ts'
import type { Conversation } from '../conversation.ts'

const conversations = new WeakMap<Stream | Timeline, Conversation>()

/** Tells the matchers which scenario a stream or a record belongs to. */
export function belongsTo(subject: Stream | Timeline, conversation: Conversation): void {
  conversations.set(subject, conversation)
}

/** What a matcher returns when its clause holds. */
export const holds = { pass: true, message: () => 'the clause holds' }

/** What a matcher does when its clause does not hold. @throws Violation always */
export function fail(details: ViolationDetails): never {
  throw new Violation(details)
}

export { parsedJson as parsed } from '../parsed-json.ts'

/** The scenario that a stream or a record belongs to. */
export function conversationOf(subject: Stream | Timeline): Conversation {
  const conversation = conversations.get(subject)
  if (conversation === undefined) throw new Error('This comes from outside of a scenario.')
  return conversation
}
