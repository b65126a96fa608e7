import { isJson, problemIn } from '../../contract/index.ts'
import { type DetailsOf, gatewayFault, printable } from '../../diagnosis/index.ts'
import type { EntryOf } from '../../timeline/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { clientOf, defineMatchers, recordOf, waitBefore } from '../registry.ts'
import { missingReportFinding } from './lifecycle.ts'

const FORM = defineMatchers({
  toHaveValidConnectCallback(stream: StreamView, secret: string | undefined) {
    return inForm(
      stream,
      recordOf(stream).timeline.exchanges.connect(stream.number).request,
      'connect',
      secret,
    )
  },

  toHaveValidDisconnectCallback(stream: StreamView, secret: string | undefined) {
    const [report] = recordOf(stream).timeline.exchanges.disconnects(stream.number)
    return inForm(stream, report, 'disconnect', secret)
  },
})

waitBefore(FORM, {
  toHaveValidConnectCallback: stream => clientOf(stream).waitForConnectCallback(stream),
  toHaveValidDisconnectCallback: stream => clientOf(stream).waitForDisconnectCallback(stream),
})

function inForm(
  stream: StreamView,
  callback: EntryOf<'callback-request'> | undefined,
  action: 'connect' | 'disconnect',
  secret: string | undefined,
) {
  if (callback === undefined) {
    return gatewayFault(stream, {
      what:
        action === 'connect'
          ? 'connect-callback-missing'
          : missingReportFinding(recordOf(stream).timeline, stream),
      summary: `The gateway made no ${action} callback for the stream.`,
      expected: `POST ${action}`,
    })
  }
  const flaw = flawOf(callback, action, secret)
  if (flaw === undefined) return undefined
  return gatewayFault(stream, {
    what: flaw.what,
    summary: `The ${action} callback of the gateway has the wrong form: ${flaw.description}.`,
    expected: `POST ${action} as application/json to CALLBACK_URL, its query included`,
  })
}

function flawOf(
  { method, target, contentType, payload }: EntryOf<'callback-request'>,
  action: 'connect' | 'disconnect',
  secret: string | undefined,
): { readonly what: DetailsOf<'gateway'>['what']; readonly description: string } | undefined {
  if (method !== 'POST')
    return { what: 'callback-malformed', description: `its method is ${printable(method)}` }
  if (!isJson(contentType)) {
    return {
      what: 'callback-content-type-wrong',
      description: `its Content-Type is ${printable(contentType) || 'missing'}`,
    }
  }
  if (secret !== undefined && !target.endsWith(`?secret=${secret}`))
    return { what: 'callback-without-secret', description: 'it lacks the query of CALLBACK_URL' }
  const description = problemIn(`${action}-callback`, payload)
  return description === undefined ? undefined : { what: 'callback-malformed', description }
}
