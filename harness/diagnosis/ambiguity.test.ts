import { describe, expect, test } from 'vitest'
import { TimelineBuilder, tokenOf } from '../test-support/timeline-builder.ts'
import { WaitTimeoutError } from '../util/errors.ts'
import type { BackendStatus } from './backend-status.ts'
import { diagnose } from './diagnose.ts'
import type { ExternalGateway, GatewayStatus } from './gateway-status.ts'
import type { Verdict } from './verdict.ts'
import { type ViolationDetails, ViolationError } from './violation.ts'

const EXPIRED = new WaitTimeoutError('the fence', 5000, 'note at 1.0 ms')
const SLEPT = new WaitTimeoutError('the fence', 5000, 'note at 1.0 ms', true)
const NEARBY = 'http://127.0.0.1:3000'
const FAR = 'http://gateway.example:3000'

function gateway(foreign?: Partial<ExternalGateway>, said = 'answers 200'): GatewayStatus {
  const callbackAddress = 'http://127.0.0.1:3001'
  return {
    ended: undefined,
    lastLines: [],
    health: () => Promise.resolve({ answers: said === 'answers 200', said }),
    blockedOn: () => Promise.resolve(undefined),
    ...(foreign === undefined
      ? {}
      : { foreign: { address: NEARBY, callbackAddress, hasCalledBack: true, ...foreign } }),
  }
}

function backend(overrides: Partial<BackendStatus> = {}): BackendStatus {
  return {
    name: 'tiny',
    ended: undefined,
    lastLines: [],
    address: 'http://127.0.0.1:5000',
    sendAddress: 'http://127.0.0.1:3000',
    isToldSendAddress: false,
    sends: () => Promise.resolve(false),
    health: () => Promise.resolve({ answers: true, said: 'answers 200' }),
    findsGateway: () => Promise.resolve(undefined),
    ...overrides,
  }
}

function opened(): TimelineBuilder {
  return new TimelineBuilder().connect(1).answer(1).open(1)
}

function found(details: Pick<ViolationDetails, 'party' | 'what'>): ViolationError {
  return new ViolationError({ summary: 'It was seen.', streams: [1], ...details } as ViolationDetails)
}

const LOST = found({ party: 'gateway', what: 'event-lost-after-accept' })
const NEVER_CALLED = found({ party: 'gateway', what: 'connect-callback-missing' })
const UNPRODUCED = found({ party: 'backend', what: 'event-not-sent' })

function isUndecided(verdict: Verdict, between: Verdict['between'], because: RegExp, flag: RegExp): void {
  expect(verdict).toMatchObject({ party: 'undecided', between })
  expect(verdict.headline).toMatch(new RegExp(`^undecided between ${between?.join(' and ')}: `))
  expect(verdict.summary).toMatch(because)
  expect(verdict.summary).toMatch(/the record does not show (?:whether|which)/)
  expect(verdict.check).toMatch(/^Run again /)
  expect(verdict.check).toMatch(flag)
}

describe('An external gateway', () => {
  test('Undecided where it has never called back: its address may be another.', async () => {
    const paper = new TimelineBuilder().ask(1).refuse(1, 502)
    const verdict = await diagnose(NEVER_CALLED, paper.timeline, gateway({ hasCalledBack: false }))
    isUndecided(
      verdict,
      ['gateway', 'configuration'],
      /no callback came .* to http:\/\/127\.0\.0\.1:3001/,
      /--gateway /,
    )
  })

  test('Undecided where a wait expires before it ever called back.', async () => {
    const paper = new TimelineBuilder().ask(1)
    const verdict = await diagnose(EXPIRED, paper.timeline, gateway({ hasCalledBack: false }))
    isUndecided(
      verdict,
      ['gateway', 'configuration'],
      /^The client asked for .* made no connect callback/,
      /--gateway /,
    )
  })

  test('At fault where it has called back before.', async () => {
    const paper = new TimelineBuilder().ask(1).refuse(1, 502)
    expect((await diagnose(NEVER_CALLED, paper.timeline, gateway({}))).party).toBe('gateway')
  })

  test('At fault for what needs no callback.', async () => {
    const verdict = await diagnose(LOST, opened().timeline, gateway({ hasCalledBack: false }))
    expect(verdict.party).toBe('gateway')
  })

  test('At fault where this program started it.', async () => {
    const paper = new TimelineBuilder().ask(1).refuse(1, 502)
    expect((await diagnose(NEVER_CALLED, paper.timeline, gateway())).party).toBe('gateway')
  })

  test.each([
    [
      'a stream that was reset',
      opened()
        .send(1, { event: { data: 'x' } })
        .end(1, 'reset'),
    ],
    ['a send that broke', opened().send(1, { event: { data: 'x' } }, { fate: { failed: 'ECONNRESET' } })],
  ])('Undecided on another machine, with %s.', async (_what, paper) => {
    const verdict = await diagnose(LOST, paper.timeline, gateway({ address: FAR }))
    isUndecided(
      verdict,
      ['network', 'gateway'],
      /the gateway at http:\/\/gateway\.example:3000 is a network/,
      /--gateway-url/,
    )
    expect((await diagnose(LOST, paper.timeline, gateway({}))).party).toBe('gateway')
  })

  test('At fault on another machine where nothing broke.', async () => {
    const paper = opened().connect(2).answer(2).open(2).end(2, 'reset')
    expect((await diagnose(LOST, paper.timeline, gateway({ address: FAR }))).party).toBe('gateway')
  })

  test('Undecided where it does not answer any more.', async () => {
    const verdict = await diagnose(EXPIRED, opened().timeline, gateway({}, 'refuses connections'))
    isUndecided(
      verdict,
      ['gateway', 'configuration'],
      /Asked for \/healthz now, the gateway refuses connections/,
      /--gateway /,
    )
    const cut = opened().end(1, 'reset')
    expect((await diagnose(LOST, cut.timeline, gateway({}, 'refuses connections'))).party).toBe('undecided')
    expect((await diagnose(LOST, opened().timeline, gateway({}, 'refuses connections'))).party).toBe(
      'gateway',
    )
  })

  test('Asked for its health after it left a send unanswered.', async () => {
    const { timeline } = opened().send(
      1,
      { event: { data: 'x' } },
      { fate: { failed: 'no answer within 5 s', reason: 'timeout' } },
    )
    expect((await diagnose(LOST, timeline, gateway({}, 'did not answer within 2 s'))).party).toBe('undecided')
    expect((await diagnose(LOST, timeline, gateway({}))).party).toBe('gateway')
  })

  test('Undecided on another machine where it is silent.', async () => {
    const silent = gateway({ address: FAR }, 'did not answer within 2 s')
    isUndecided(
      await diagnose(EXPIRED, opened().timeline, silent),
      ['network', 'gateway'],
      /is a network/,
      /--gateway-url/,
    )
  })
})

describe('A backend that is a program of its own', () => {
  test('Undecided where it has never sent and this program did not configure it.', async () => {
    const verdict = await diagnose(UNPRODUCED, opened().timeline, gateway(), backend())
    isUndecided(
      verdict,
      ['backend', 'configuration'],
      /The backend sent nothing to this gateway \(http/,
      /--backend-command/,
    )
  })

  test('At fault where this program set its address.', async () => {
    const told = backend({ isToldSendAddress: true })
    const verdict = await diagnose(UNPRODUCED, opened().timeline, gateway(), told)
    expect(verdict.finding).toBe('backend/gateway-url-unused')
    expect(verdict.check).not.toMatch(/registered/)
    expect(verdict.summary).toMatch(/which this program gave it as SSE_GATEWAY_URL/)
  })

  test('At fault where it has sent something.', async () => {
    const paper = opened().send(1, { event: { data: 'x' } })
    expect((await diagnose(UNPRODUCED, paper.timeline, gateway(), backend())).party).toBe('backend')
    const heard = backend({ sends: () => Promise.resolve(true) })
    expect((await diagnose(UNPRODUCED, opened().timeline, gateway(), heard)).party).toBe('backend')
  })

  test.for([true, false])(
    'is at fault where it asks the gateway whether it is alive, and sends nothing (told %s).',
    async isTold => {
      const asks = backend({ isToldSendAddress: isTold, findsGateway: () => Promise.resolve(true) })
      const verdict = await diagnose(UNPRODUCED, opened().timeline, gateway(), asks)
      expect(verdict.finding).toBe('backend/gateway-url-unused')
      expect(verdict.summary).toMatch(/^The backend asked the gateway at http.* whether it is alive/)
      expect(verdict.summary.includes('SSE_GATEWAY_URL')).toBe(isTold)
    },
  )

  test('Configured wrongly where it says that no gateway answers.', async () => {
    const denies = backend({ findsGateway: () => Promise.resolve(false) })
    expect(await diagnose(UNPRODUCED, opened().timeline, gateway(), denies)).toMatchObject({
      party: 'configuration',
      finding: 'configuration/gateway-url-wrong',
    })
  })

  test('At fault for what a wrong address does not explain.', async () => {
    const failing = found({ party: 'backend', what: 'stream-refused' })
    for (const answers of [undefined, false] as const) {
      const condition = backend({ findsGateway: () => Promise.resolve(answers) })
      const { finding } = await diagnose(failing, opened().timeline, gateway(), condition)
      expect(finding).toBe('backend/stream-refused')
    }
  })

  test('Undecided on another machine, with a connection that broke.', async () => {
    const unanswered = found({ party: 'backend', what: 'callback-unanswered' })
    const { timeline } = new TimelineBuilder()
      .connect(1)
      .leaveUnanswered(1, { by: 'backend', broke: true, why: 'the backend broke the connection: ECONNRESET' })
    const far = backend({ address: 'http://backend.example:5000' })
    isUndecided(
      await diagnose(unanswered, timeline, gateway(), far),
      ['network', 'backend'],
      /the backend at http:\/\/backend\.example:5000 is a network/,
      /--backend-url/,
    )
    expect((await diagnose(unanswered, timeline, gateway(), backend())).party).toBe('backend')
    const { timeline: whole } = new TimelineBuilder().connect(1).answer(1, {}, 500)
    expect((await diagnose(unanswered, whole, gateway(), far)).party).toBe('backend')
  })
})

describe('A backend that gives a send up', () => {
  const fate = { failed: 'the backend gave up before the gateway answered', reason: 'given-up' } as const
  const REFUSED = found({ party: 'gateway', what: 'send-unanswered' })

  test('Undecided where it gave up at once.', async () => {
    const { timeline } = opened().send(1, { event: { data: 'x' } }, { fate })
    isUndecided(
      await diagnose(REFUSED, timeline, gateway(), backend()),
      ['gateway', 'backend'],
      /The backend waited only \d ms for the answer/,
      /--only send\/answer-form, which/,
    )
  })

  test('Gateway at fault where it waited long enough.', async () => {
    const paper = opened()
    const long = { kind: 'send-failed', send: 1, reason: fate.reason, why: fate.failed } as const
    paper.sendRaw({ token: tokenOf(1), event: { data: 'x' } }, { fate: 'pending' })
    paper.timeline.record(long, performance.now() + 1_500)
    expect((await diagnose(REFUSED, paper.timeline, gateway(), backend())).party).toBe('gateway')
  })

  test('No effect on the verdict about another stream.', async () => {
    const { timeline } = opened()
      .connect(2)
      .send(2, { event: { data: 'x' } }, { fate })
    expect((await diagnose(REFUSED, timeline, gateway(), backend())).party).toBe('gateway')
  })
})

describe('A wait that ended while the event loop was blocked', () => {
  function stalled(paper: TimelineBuilder): TimelineBuilder {
    paper.timeline.record({ kind: 'harness-stalled', ms: 3_200 })
    return paper
  }

  test('Undecided between the harness and the party.', async () => {
    const verdict = await diagnose(SLEPT, stalled(opened()).timeline, gateway())
    isUndecided(
      verdict,
      ['harness', 'gateway'],
      /did not run at the end of that wait, and for 3\.2 s in all/,
      /--timeout 30/,
    )
    expect(verdict.evidence.join('\n')).toMatch(/harness +did not run for 3\.2 s/)
    const waiting = stalled(new TimelineBuilder().connect(1))
    isUndecided(
      await diagnose(SLEPT, waiting.timeline, gateway()),
      ['harness', 'backend'],
      /did not run/,
      /--timeout/,
    )
  })

  test('Party at fault where the wait had its whole time again.', async () => {
    expect((await diagnose(EXPIRED, stalled(opened()).timeline, gateway())).party).toBe('gateway')
  })

  test('No effect on what the order of entries proves.', async () => {
    expect((await diagnose(LOST, stalled(opened()).timeline, gateway())).party).toBe('gateway')
  })
})
