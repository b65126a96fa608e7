import type { StreamView } from '../../client/index.ts'
import { isJson, problemIn } from '../../contract/index.ts'
import type { EntryOf } from '../../timeline/index.ts'
import { printable } from '../../verdict/index.ts'
import { conversationOf, defineMatchers, fail, holds, waitBefore, worldOf } from './matching.ts'

const FORM = defineMatchers({
  toBeAnnouncedInForm(stream: StreamView, secret: string | undefined) {
    return inForm(stream, worldOf(stream).timeline.connectOf(stream.number), 'connect', secret)
  },

  toBeReportedInForm(stream: StreamView, secret: string | undefined) {
    const report = worldOf(stream)
      .timeline.all('callback-request')
      .find(entry => entry.stream === stream.number && entry.payload.action === 'disconnect')
    return inForm(stream, report, 'disconnect', secret)
  },
})

waitBefore(FORM, {
  toBeAnnouncedInForm: stream => conversationOf(stream).announced(stream),
  toBeReportedInForm: stream => conversationOf(stream).reported(stream),
})

function inForm(
  stream: StreamView,
  callback: EntryOf<'callback-request'> | undefined,
  action: 'connect' | 'disconnect',
  secret: string | undefined,
) {
  const problem = callback === undefined ? 'it never came' : problemOf(callback, action, secret)
  if (problem === undefined) return holds
  return fail({
    party: 'gateway',
    what: 'callback-malformed',
    summary: `The ${action} callback of the gateway is not in the contract's form: ${problem}.`,
    streams: [stream.number],
    expected: `POST of application/json to the whole callback URL, ${action} callback`,
  })
}

function problemOf(
  { method, target, contentType, payload }: EntryOf<'callback-request'>,
  action: 'connect' | 'disconnect',
  secret: string | undefined,
): string | undefined {
  if (method !== 'POST') return `its method is ${printable(method)}`
  if (!isJson(contentType)) return `its content type is ${printable(contentType) || 'missing'}`
  if (secret !== undefined && !target.endsWith(`?secret=${secret}`))
    return 'the query of the callback URL is missing from its target'
  return problemIn(`${action}-callback`, payload)
}
