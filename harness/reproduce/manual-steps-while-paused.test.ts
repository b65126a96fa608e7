import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { SentEvent } from '../contract/index.ts'
import { keepSecret } from '../diagnosis/index.ts'
import { TimelineBuilder } from '../test-support/timeline-builder.ts'
import { nextMarker } from '../timeline/index.ts'
import { type Addresses, manualStepsWhilePaused } from './manual-steps-while-paused.ts'

const addresses: Addresses = {
  gateway: 'http://127.0.0.1:1',
  sends: 'http://127.0.0.1:2',
  callbacks: 'http://127.0.0.1:3',
}
const HOSTILE: SentEvent = { name: `it's "$(id)"\n\u001b[31m`, data: '`id`\u202e' }

const lines = ({ timeline }: TimelineBuilder): string[] => manualStepsWhilePaused(timeline, addresses)

/** The words of every curl that a shell with nothing set comes to run when all these lines are pasted. */
function curls(pasted: readonly string[]): string[][] {
  const script = ['set -u', `curl() { printf '%s\\0' "$@"; printf 'END\\0'; }`, ...pasted].join('\n')
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0')
  const found: string[][] = []
  for (let rest = words; rest.includes('END'); rest = rest.slice(rest.indexOf('END') + 1)) {
    found.push(rest.slice(0, rest.indexOf('END')))
  }
  return found
}

const bodyOf = (words: readonly string[] = []): unknown =>
  JSON.parse(words[words.indexOf('--data-raw') + 1] ?? '')

/** A stream that a script, and no application, has accepted. */
const opened = (scripted = true): TimelineBuilder => {
  const paper = new TimelineBuilder().connect(1)
  const call = paper.timeline.all('callback-request')[0]?.call ?? 0
  const answer = { kind: 'callback-response', call, status: 200, body: '{}' } as const
  paper.timeline.record({ ...answer, ...(scripted ? { scripted } : {}) })
  return paper.open(1)
}

describe('While a stream is held,', () => {
  test('its client may be asked for again, and it may be sent to as it was.', () => {
    const [client, send, fence, ...more] = curls(lines(opened().send(1, { event: HOSTILE })))
    expect(client?.at(-1)).toBe('http://127.0.0.1:1/api/sse/tasks?task_id=1')
    expect(send?.at(-1)).toBe('http://127.0.0.1:2/internal/send')
    expect(bodyOf(send)).toEqual({ token: 'token-1', event: HOSTILE })
    expect(bodyOf(fence)).toEqual({ token: 'token-1', event: { name: 'fence', data: '{}' } })
    expect(more).toEqual([])
  })

  test('nothing that is printed closes it.', () => {
    const pasted = lines(opened().send(1, { event: HOSTILE, close: true }))
    expect(pasted).toContainEqual(expect.stringMatching(/^# 1 of its sends left out: /))
    expect(pasted.join('\n')).not.toMatch(/"close":true|fence/)
  })

  test('no client is printed whose connect lets the application close it.', () => {
    const found = curls(lines(opened(false)))
    expect(found.map(words => words.at(-1))).toEqual(['http://127.0.0.1:2/internal/send'])
  })

  test('nor is one that has ended, whose connect would replace another that is open.', () => {
    const url = '/api/sse/tasks?task_id=1'
    const replaced = opened(false).connect(2, url).leaveUnanswered(2).end(2)
    expect(curls(lines(replaced)).map(words => words.at(-1))).toEqual(['http://127.0.0.1:2/internal/send'])
  })

  test('fences of the harness are not repeated.', () => {
    const [, fence, ...more] = curls(lines(opened().send(1, { event: nextMarker().event })))
    expect(bodyOf(fence)).toMatchObject({ event: { name: 'fence' } })
    expect(more).toEqual([])
  })
})

test('Of a stream that has ended, only the request is printed.', () => {
  const paper = opened().send(1, { event: HOSTILE }).end(1)
  expect(curls(lines(paper)).map(words => words.at(-1))).toEqual([
    'http://127.0.0.1:1/api/sse/tasks?task_id=1',
  ])
})

test('A send to a token that nobody has is printed.', () => {
  const paper = new TimelineBuilder().sendRaw({ token: 'unknown', close: true })
  expect(curls(lines(paper)).map(bodyOf)).toEqual([{ token: 'unknown', close: true }])
})

test('Where there is neither client nor send, the gateway is asked how it is.', () => {
  expect(curls(lines(new TimelineBuilder())).map(words => words.at(-1))).toEqual([
    'http://127.0.0.1:1/healthz',
  ])
})

test('No curl leads to a gateway that is held and has ended.', () => {
  const paper = opened()
  paper.timeline.record({ kind: 'gateway-exited', code: 1, signal: null })
  expect(lines(paper)).toEqual(['# no command: the gateway ended with exit code 1'])
})

test('A gateway that is held and was started again is not taken for ended, in whatever words that is recorded.', () => {
  const paper = opened()
  paper.timeline.record({ kind: 'gateway-handled', text: 'any words', restarts: true })
  paper.timeline.record({ kind: 'gateway-exited', code: 0, signal: null })
  expect(curls(lines(paper)).length).toBeGreaterThan(0)
  paper.timeline.record({ kind: 'gateway-exited', code: 1, signal: null })
  expect(lines(paper)).toEqual(['# no command: the gateway ended with exit code 1'])
})

test('No shell takes an address for a pattern of file names.', () => {
  const at = { gateway: 'http://[::1]:3000', sends: 'http://[::1]:3001', callbacks: 'http://[::1]:3002' }
  const printed = manualStepsWhilePaused(opened().send(1, { event: HOSTILE }).timeline, at)
  const addressed = printed.filter(line => line.includes('[::1]'))
  expect(addressed).toEqual(Array(3).fill(expect.stringMatching(/ 'http:\/\/\[::1\]:300[01]'[/']/)))
})

test('Without its secret a command fails loudly, and nothing is sent.', () => {
  keepSecret('n3ver-printed')
  const paper = opened()
  const command = { token: 'token-1', note: 'n3ver-printed' }
  const request = { kind: 'send-request', send: 1, method: 'POST', address: 'http://gateway' } as const
  const long = `{"a":"n3ver-printed","b":"${'x'.repeat(3_000)}"}`
  for (const raw of [JSON.stringify(command), `n3ver-printed\u0007`, long]) {
    paper.timeline.record({ ...request, command, raw, fence: false })
  }
  const headers = { 'x-note': 'caf\xe9 n3ver-printed' }
  paper.timeline.record({ ...request, command: { token: 'token-1' }, raw: '{}', fence: false, headers })
  const sends = lines(paper).filter(line => line.includes('SECRET'))
  expect(sends).toHaveLength(4)
  for (const send of sends) {
    const { status, stderr, stdout } = spawnSync('sh', ['-c', `curl() { echo sent; }; ${send}`], {
      encoding: 'utf8',
    })
    expect({ status: status === 0, stdout }).toEqual({ status: false, stdout: '' })
    expect(stderr).toContain('SECRET: set it to')
  }
})
