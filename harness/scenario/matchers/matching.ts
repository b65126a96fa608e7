import type { Stream } from '../../client/index.ts'
import { Violation, type ViolationDetails } from '../../verdict/index.ts'
import type { Conversation } from '../conversation.ts'

const conversations = new WeakMap<Stream, Conversation>()

/** Tells the matchers which scenario a stream belongs to. */
export function belongsTo(stream: Stream, conversation: Conversation): void {
  conversations.set(stream, conversation)
}

/** What a matcher returns when its clause holds. */
export const holds = { pass: true, message: () => 'the clause holds' }

/** What a matcher does when its clause does not hold. @throws Violation always */
export function fail(details: ViolationDetails): never {
  throw new Violation(details)
}

/** The scenario that a stream belongs to. */
export function conversationOf(stream: Stream): Conversation {
  const conversation = conversations.get(stream)
  if (conversation === undefined) throw new Error('This stream was opened outside of a scenario.')
  return conversation
}
