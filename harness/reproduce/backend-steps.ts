import { redact } from '../diagnosis/index.ts'
import { REDACTED } from '../redaction/redact-json.ts'
import type { CompletedBackendScenario } from '../scenario/outcome.ts'
import type { Entry } from '../timeline/index.ts'
import type { ManualStep } from './manual-steps.ts'
import { harmlessJson, isPlain, piped, printing, wordOf } from './shell.ts'

/** A gateway gives a callback up after 5 s. */
const CALLBACK_SECONDS = 6

/** More commands than these say nothing more. */
const MAX_OF_A_KIND = 8

const VARIABLES = new Map([[REDACTED, 'SECRET']])

interface Request {
  readonly method: string
  /** A shell word. */
  readonly address: string
  readonly body: string
}

/**
 * The commands that repeat the callbacks about the decisive stream, or the last stream where the verdict names none, and
 * what was asked of the backend besides. The answers of the mock gateway are not repeated.
 */
export function backendSteps({ entries, facts, streams }: CompletedBackendScenario): readonly ManualStep[] {
  const last = entries.findLast(entry => entry.kind === 'callback-request')?.stream
  const decisive = streams.length === 0 ? [last] : streams
  const requests = entries.flatMap(entry => requestOf(entry, decisive))
  if (requests.length === 0) {
    return [
      '# no command repeats this scenario: its requests are none that a gateway makes; see the timeline above',
    ]
  }
  return [
    '# these requests alone: start the backend by itself, and set BACKEND to its address',
    addressOf(facts),
    ...requests.map(curlOf),
  ]
}

/** Commands for a backend that is held: they ask what the harness asked of it, and end no stream. */
export function backendStepsWhilePaused({ entries, facts }: CompletedBackendScenario): readonly ManualStep[] {
  const end = facts.ended()
  if (end !== undefined) return [`# no command: the backend ended with ${end}`]
  const asked = new Set(entries.flatMap(entry => requestOf(entry, [])).map(curlOf))
  if (asked.size > 0) {
    return [
      addressOf(facts),
      '# what this program asked of the backend',
      ...[...asked].slice(0, MAX_OF_A_KIND),
    ]
  }
  return [
    addressOf(facts),
    '# nothing was asked of it but callbacks; it answers',
    `curl -sSi -m ${CALLBACK_SECONDS} -w '\\n' "$BACKEND/api/health/healthz"`,
  ]
}

function addressOf({ status }: CompletedBackendScenario['facts']): ManualStep {
  return `BACKEND=${wordOf(redact(status.address))}`
}

function requestOf(entry: Entry, decisive: readonly (number | undefined)[]): Request[] {
  if (entry.kind === 'backend-request' && entry.by === 'harness') {
    const { body = '', method, target } = entry
    return [{ method, body, address: `"$BACKEND"${wordOf(redact(target))}` }]
  }
  if (entry.kind !== 'callback-request' || !decisive.includes(entry.stream)) return []
  const address = `"$BACKEND/api/sse/callback?secret=\${SECRET:?set it to the secret of the callback URL}"`
  return [{ method: 'POST', body: JSON.stringify(entry.payload), address }]
}

function curlOf({ address, body, method }: Request): string {
  const command = `curl -sSi -m ${CALLBACK_SECONDS} -w '\\n'`
  if (body === '') return [command, ...(method === 'GET' ? [] : [`-X ${method}`]), address].join(' ')
  const json = harmlessJson(redact(body)) ?? redact(body)
  const typed = `${command} -H 'content-type: application/json'`
  if (isPlain(json)) return `${typed} --data-raw ${wordOf(json, VARIABLES)} ${address}`
  return piped(printing(json, VARIABLES), `${typed} --data-binary @- ${address}`)
}
