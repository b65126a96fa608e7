import { expect, test } from 'vitest'
import { type ClauseId, capabilitiesOf, type Edition } from '../../contract/index.ts'
import type { FindingId } from '../../diagnosis/index.ts'
import { gatewayScenarios } from '../../faults/scenarios.ts'
import { referenceTarget } from '../../gateway/index.ts'
import { inheritedEnvironment } from '../../process/index.ts'
import { defaultSettings, GatewaySession, runDeclaredScenario } from '../index.ts'

const READY =
  /^The client received `event: ready` with empty data, .* the opening signal of the edition envelope/
const FORM =
  /and wrote an unnamed event with data '\{"type":"task_event",.*That is the form of the edition envelope/

/** What is said of a gateway of one edition that is judged by another; no finding where the clause holds. */
const TOLD: readonly (readonly [Edition, Edition, ClauseId, FindingId | undefined, RegExp])[] = [
  ['envelope', 'callback-events', 'send/connection-usable-after-refusal', undefined, /^$/],
  ['envelope', 'send-only', 'send/connection-usable-after-refusal', undefined, /^$/],
  ['envelope', 'send-only', 'send/unnamed-event', 'gateway/ready-event-unexpected', READY],
  ['envelope', 'callback-events', 'send/close-false-keeps-open', 'gateway/ready-event-unexpected', READY],
  ['envelope', 'send-only', 'stream/name-injects-nothing', 'gateway/ready-event-unexpected', READY],
  [
    'envelope',
    'callback-events',
    'stream/carriage-return-injects-nothing',
    'gateway/ready-event-unexpected',
    READY,
  ],
  ['envelope', 'callback-events', 'send/named-event', 'gateway/event-form-of-other-edition', FORM],
  [
    ...(['envelope', 'callback-events', 'connect/refusal-status', 'gateway/refused-stream-opened'] as const),
    /opened the stream and wrote `event: rejected` to it, which is how the edition envelope refuses/,
  ],
  [
    ...([
      'callback-events',
      'send-only',
      'connect/answer-ignored',
      'gateway/ignored-answer-applied',
    ] as const),
    /The connect answer has `close: true`, which this edition ignores/,
  ],
]

test.for(TOLD)('An edition %s judged as %s under %s is told by what was seen.', async args => {
  const [actual, stated, clause, finding, words] = args
  const target = referenceTarget({ edition: actual, environment: inheritedEnvironment(), faults: [] })
  await using session = new GatewaySession({
    ...defaultSettings(stated),
    target,
    capabilities: capabilitiesOf(stated),
  })
  const wanted = gatewayScenarios.filter(one => one.clause === clause)
  expect(wanted).not.toEqual([])
  const found = []
  for (const declared of wanted) {
    const outcome = await runDeclaredScenario(declared, session)
    if (outcome !== undefined) found.push(outcome.verdict)
  }
  const told = found.find(verdict => verdict !== undefined && words.test(verdict.summary)) ?? found[0]
  expect(told?.finding).toBe(finding)
  expect(told?.summary ?? '').toMatch(words)
})
