import { isFieldMissing, isJson, payloadOfEvent, problemIn } from '../../contract/index.ts'
import { type DetailsOf, quoted } from '../../diagnosis/index.ts'
import type { ReceivedSend } from '../../mock-gateway/index.ts'
import { describeSend } from '../../scenario/backend/expected-send.ts'
import { parseJson } from '../../util/parse-json.ts'

const OF_A_TASK = 'event_type, task_id, timestamp and data'

/** What is wrong with the form of a send: of the command, which a gateway refuses, or of what it carries. */
export function flawInForm(
  received: ReceivedSend,
): Pick<DetailsOf<'backend'>, 'what' | 'summary'> | undefined {
  const sent = `The backend sent ${describeSend(received)}`
  const problem = problemInCommand(received)
  if (problem !== undefined) {
    return { what: 'send-malformed', summary: `${sent}, but ${problem}. A gateway refuses that.` }
  }
  const { event } = received.command
  if (event === undefined) return undefined
  const payload = payloadOfEvent(event.name ?? '')
  if (payload === undefined) {
    return {
      what: 'event-data-malformed',
      summary: `${sent}, but the contract has no event ${quoted(event.name ?? '')}.`,
    }
  }
  const data = parseJson(event.data)
  const wrong = problemIn(payload, data)
  if (wrong === undefined) return undefined
  const asked = event.name === 'task_event' ? ` Every task_event has ${OF_A_TASK}.` : ''
  return {
    what: isFieldMissing(payload, data) ? 'event-field-missing' : 'event-data-malformed',
    summary: `${sent}, but in its data, ${wrong}.${asked}`,
  }
}

function problemInCommand({ method, contentType, raw, command }: ReceivedSend): string | undefined {
  if (method !== 'POST') return `its method is ${method}`
  if (!isJson(contentType)) return `its Content-Type is ${contentType || 'missing'}`
  const problem = problemIn('send-command', parseJson(raw))
  if (problem !== undefined) return problem
  return command.event === undefined && command.close !== true
    ? 'it has neither an event nor a close'
    : undefined
}
