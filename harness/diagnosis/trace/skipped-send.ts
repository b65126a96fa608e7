import type { EntryOf, Timeline } from '../../timeline/index.ts'

/**
 * That an event was never sent, because of an earlier send that got no answer.
 * @returns `undefined` where it was
 */
export function neverSentReason(
  timeline: Timeline,
  { send, command }: Pick<EntryOf<'send-request'>, 'send' | 'command'>,
  name: string,
): string | undefined {
  if (timeline.exchanges.send(send).failure?.reason !== 'not-tried') return undefined
  const isAnswerless = ({ reason }: EntryOf<'send-failed'>): boolean => reason === 'timeout'
  const own = timeline.exchanges.sendsTo(command.token).flatMap(({ failure }) => failure ?? [])
  const first = own.find(isAnswerless)
  const { why } = first ?? timeline.all('send-failed').find(isAnswerless) ?? { why: 'no answer' }
  const where = first === undefined ? 'to another token' : 'to the same token'
  return `The gateway did not answer an earlier send ${where} (${why}); so ${name} was never sent.`
}
