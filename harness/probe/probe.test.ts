import { describe, expect, test } from 'vitest'
import type { GatewayFaultName } from '../../fixtures/faults/gateway/index.ts'
import { EDITIONS, type Edition } from '../contract/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { cleanedEnvironment } from '../process/index.ts'
import { GatewaySession } from '../session/gateway-session.ts'
import { defaultSettings } from '../session/settings.ts'
import { CAPABILITY_IDS, type CapabilityId, type Finding } from './finding.ts'
import { nearestEdition } from './nearest-edition.ts'
import { probeGateway } from './probe.ts'

/** The bounds inside expire first, and say what they waited for. */
const PATIENT = { timeout: 60_000 }

interface Gateway {
  readonly edition?: Edition
  readonly faults?: readonly GatewayFaultName[]
  readonly crossOrigin?: boolean
  readonly limitMs?: number
}

async function look({ edition = 'callback-events', limitMs = 5_000, ...rest }: Gateway) {
  const target = referenceTarget({ edition, environment: cleanedEnvironment(), ...rest })
  await using session = new GatewaySession({ ...defaultSettings(), target, limitMs })
  return await probeGateway(session)
}

/** Each capability in a word: its form, where it has one that works, else its state. */
function statesOf(findings: readonly Finding[]): Record<CapabilityId, string> {
  const words = findings.map(({ capability, state, form }) => [
    capability,
    state === 'present' ? (form ?? state) : state,
  ])
  return Object.fromEntries(words)
}

const CALLBACK_EVENTS: Readonly<Record<CapabilityId, string>> = {
  send: 'present',
  close: 'present',
  disconnect: 'present',
  'connect-event': 'present',
  'connect-close': 'present',
  'send-during-connect': 'present',
  'named-event': 'named',
  'opening-signal': 'absent',
  'error-form': 'text',
  refusal: 'status',
  'cross-origin': 'absent',
}

const SEND_ONLY: Readonly<Record<CapabilityId, string>> = {
  ...CALLBACK_EVENTS,
  'connect-event': 'absent',
  'connect-close': 'absent',
  'error-form': 'object',
}

const ENVELOPE: Readonly<Record<CapabilityId, string>> = {
  ...SEND_ONLY,
  'named-event': 'envelope',
  'opening-signal': 'present',
  refusal: 'stream',
  'cross-origin': 'present',
}

const FAULTLESS: Readonly<Record<Edition, Readonly<Record<CapabilityId, string>>>> = {
  'callback-events': CALLBACK_EVENTS,
  'send-only': SEND_ONLY,
  envelope: ENVELOPE,
}

describe('The bundled reference gateway', PATIENT, () => {
  test.each(EDITIONS)(
    'of the edition %s is recognised, with evidence for every capability.',
    async edition => {
      const findings = await look({ edition })
      expect(findings.map(({ capability }) => capability)).toEqual(CAPABILITY_IDS)
      expect(statesOf(findings)).toEqual(FAULTLESS[edition])
      expect(nearestEdition(findings).sentence).toBe(edition)
      for (const { evidence } of findings) expect(evidence).not.toEqual([])
    },
  )

  test('of an edition without CORS is recognised with CORS in addition.', async () => {
    const findings = await look({ edition: 'send-only', crossOrigin: true })
    expect(statesOf(findings)).toEqual({ ...SEND_ONLY, 'cross-origin': 'present' })
    expect(nearestEdition(findings).sentence).toBe('send-only with CORS')
  })
})

type Change = Partial<Record<CapabilityId, string>>

describe('A fault of callback-events shows in what it breaks, and nowhere else', PATIENT, () => {
  test.each<[GatewayFaultName, Change, RegExp]>([
    ['drop-connect-response', { 'connect-event': 'absent', 'connect-close': 'absent' }, /^none: between /],
    ['connect-response-last', { 'connect-event': 'broken' }, /^callback-events, but .* comes after/],
    ['repeat-connect-response', { 'connect-event': 'broken' }, /^callback-events, but .* 2 times$/],
    ['reserialize-connect-response', { 'connect-event': 'broken' }, /^callback-events, but .* other data/],
    ['ignore-connect-close', { 'connect-close': 'absent' }, /^callback-events, but a close .* not applied$/],
    [
      'reject-send-during-connect',
      { 'send-during-connect': 'absent' },
      /, but a send .* is refused \(404\)$/,
    ],
    ['drop-kept-sends', { 'send-during-connect': 'broken' }, /, but a send .* is accepted and lost$/],
    ['reverse-kept-sends', { 'send-during-connect': 'broken' }, /, but sends .* out of order$/],
    ['kept-send-as-ok', {}, /^callback-events$/],
    ['drop-name', { 'named-event': 'broken' }, /, but named events .* neither/],
    ['wrong-error-form', { 'error-form': 'object' }, /^none: between callback-events and send-only: /],
    ['html-errors', { 'error-form': 'broken' }, /, but errors have a form of no edition$/],
    ['unknown-token-ok', { 'error-form': 'broken' }, /, but errors have more than one form/],
    ['ignore-refusal', { refusal: 'broken' }, /, but a refusal with 400, 401, 403, 404 or 500 comes neither/],
    ['refusal-as-500', { refusal: 'broken' }, /, but a refusal with 400, 401, 403 or 404 comes neither/],
    ['refusal-stays-open', { refusal: 'broken' }, /, but a refusal with .* comes neither/],
    [
      'drop-disconnect',
      { disconnect: 'absent' },
      /^no disconnect callback comes; otherwise callback-events$/,
    ],
    [
      'drop-disconnect-on-server-close',
      { disconnect: 'broken' },
      /^no disconnect .* when the backend closes;/,
    ],
    [
      'swap-reason',
      { disconnect: 'broken' },
      /^the disconnect callback says "server_closed" when the client/,
    ],
    [
      'ignore-close',
      { close: 'absent', 'connect-close': 'absent' },
      /^a close is answered 200 and the stream/,
    ],
    ['close-resets', { close: 'broken', 'connect-close': 'broken' }, /^a close cuts the connection/],
    ['drop-headers', {}, /^callback-events$/],
    ['open-before-callback', { refusal: 'broken' }, /^callback-events, but a refusal/],
  ])('%s.', async (fault, change, sentence) => {
    const findings = await look({ faults: [fault] })
    expect(statesOf(findings)).toEqual({ ...CALLBACK_EVENTS, ...change })
    expect(nearestEdition(findings).sentence).toMatch(sentence)
  })
})

describe('A fault of envelope shows in what it breaks, and nowhere else', PATIENT, () => {
  test.each<[GatewayFaultName, Change, RegExp]>([
    ['no-envelope', { 'named-event': 'named' }, /^envelope, but named events .* under their name \(as in /],
    ['payload-as-string', { 'named-event': 'broken' }, /^envelope, but named events .* neither/],
    ['drop-ready', { 'opening-signal': 'absent' }, /^envelope, but there is no opening signal$/],
    ['ready-before-kept', { 'opening-signal': 'broken' }, /^envelope, but .* before the buffered sends/],
    ['rejection-as-status', { refusal: 'status' }, /^envelope, but a refusal .* has its status/],
    [
      'rejection-stays-open',
      { refusal: 'broken' },
      /^envelope, but a refusal with 400, 401 or 403 comes neither/,
    ],
    ['no-cors', { 'cross-origin': 'broken' }, /^envelope, but .* streams do not allow other origins$/],
    ['no-preflight', { 'cross-origin': 'broken' }, /^envelope, but .* \(405\)$/],
    ['wrong-error-form', { 'error-form': 'text' }, /^envelope, but errors .* \(as in callback-events\)$/],
  ])('%s.', async (fault, change, sentence) => {
    const findings = await look({ edition: 'envelope', faults: [fault] })
    expect(statesOf(findings)).toEqual({ ...ENVELOPE, ...change })
    expect(nearestEdition(findings).sentence).toMatch(sentence)
  })
})

describe('A capability that cannot be probed is named, with the reason', PATIENT, () => {
  test('where no stream is opened.', async () => {
    const findings = await look({ faults: ['wrong-content-type'] })
    expect(findings.find(({ capability }) => capability === 'send')).toEqual({
      capability: 'send',
      state: 'not-seen',
      sentence: 'It could not be seen: the gateway opened no stream (200 text/plain).',
      evidence: ['gateway → client    200 text/plain'],
    })
    expect(statesOf(findings)).toMatchObject({ 'connect-event': 'not-seen', 'error-form': 'text' })
    expect(nearestEdition(findings).sentence).toMatch(/^as far as could be seen, callback-events \(could not/)
  })

  test('where a wait comes to its end.', async () => {
    const findings = await look({ faults: ['late-headers'], limitMs: 500 })
    expect(findings.find(({ capability }) => capability === 'send')?.sentence).toMatch(
      /^It could not be seen: waited 0\.5 s for the gateway to answer GET \/probe\/send, last seen: /,
    )
  })
})

test('A gateway that falls silent is not testable.', PATIENT, async () => {
  await expect(look({ faults: ['hang-on-send'], limitMs: 500 })).rejects.toThrow(
    'The gateway stopped answering while it was looked at: asked for /healthz, it did not answer within 0.5 s.',
  )
})
