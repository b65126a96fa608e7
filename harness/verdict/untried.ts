import type { Timeline } from '../timeline/index.ts'
import { type FollowedStream, sendsTo } from './production.ts'

/** How a send is recorded that was not made, since one before it got no answer. */
const NOT_TRIED = 'not tried'

/**
 * That an event was never sent, because of an earlier send that got no answer.
 * @returns `undefined` where it was
 */
export function untried(
  timeline: Timeline,
  { token }: Pick<FollowedStream, 'token'>,
  name: string,
  failure: string,
): string | undefined {
  if (!failure.startsWith(NOT_TRIED)) return undefined
  const isAnswerless = ({ why }: { readonly why: string }): boolean => why.startsWith('no answer')
  const own = sendsTo(timeline, token).flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
  const first = own.find(isAnswerless)
  const elsewhere = timeline.all('send-failed').find(isAnswerless)
  const { why } = first ?? elsewhere ?? { why: 'no answer' }
  const where = first === undefined ? 'to another token' : 'to the same token'
  return `An earlier send ${where} got ${why}; ${name} was therefore never sent.`
}
