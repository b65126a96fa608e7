import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { SentEvent } from '../contract/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { nextMarker } from '../timeline/index.ts'
import { keepSecret } from '../verdict/index.ts'
import { PaperTimeline } from '../verdict/paper-timeline.ts'
import { type Addresses, byHand } from './by-hand.ts'

const target = referenceTarget({
  edition: 'callback-events',
  faults: ['drop-connect-response'],
  environment: { API_TOKEN: 'hunter2x' },
})
const addresses: Addresses = {
  gateway: 'http://127.0.0.1:1',
  sends: 'http://127.0.0.1:2',
  callbacks: 'http://127.0.0.1:3',
}
const HOSTILE: SentEvent = { name: `it's "$(id)"\n\u001b[31m`, data: '`id`\u202e' }

function lines(paper: PaperTimeline, where?: Addresses, gatewayEnv: string[] = []): string[] {
  return byHand({
    timeline: paper.timeline,
    streams: [],
    target,
    gatewayEnv,
    ...(where === undefined ? {} : { addresses: where }),
  })
}

/** The words of every curl that a shell comes to run when all these lines are pasted. */
function curls(pasted: readonly string[], before = ''): string[][] {
  const script = [
    `curl() { case "$*" in '-sS -m'*) printf T-9;; *) printf '%s\\0' "$@"; printf 'END\\0';; esac; }`,
    'sleep() { :; }; node() { :; }',
    before,
    ...pasted.filter(line => !line.startsWith('cd ')).map(line => line.replace(/ &$/, '')),
  ].join('\n')
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0')
  const found: string[][] = []
  for (let rest = words; rest.includes('END'); rest = rest.slice(rest.indexOf('END') + 1)) {
    found.push(rest.slice(0, rest.indexOf('END')))
  }
  return found
}

const exchanged = (): PaperTimeline =>
  new PaperTimeline()
    .connect(1)
    .answer(1, { event: HOSTILE })
    .open(1)
    .send(1, { event: HOSTILE, close: true })

describe('By hand, while everything runs,', () => {
  test('the client and the send are as they were, where the parties are, and no callback disturbs what is held.', () => {
    const [client, send, ...more] = curls(lines(exchanged(), addresses))
    expect(client).toEqual(['-sSiN', 'http://127.0.0.1:1/api/sse/tasks?task_id=1'])
    expect(send?.at(-1)).toBe('http://127.0.0.1:2/internal/send')
    expect(JSON.parse(send?.[send.indexOf('--data-raw') + 1] ?? '')).toEqual({
      token: 'token-1',
      event: HOSTILE,
      close: true,
    })
    expect(more).toEqual([])
  })

  test('a fence stands for the fences of the harness.', () => {
    const paper = exchanged().send(1, { event: nextMarker().event })
    expect(lines(paper, addresses).filter(line => line.includes('fence'))).toEqual([
      expect.stringMatching(/^# a fence: /),
      expect.stringMatching(/^curl .*"name":"fence"/),
    ])
  })
})

describe('By hand, with nothing running,', () => {
  test('tokens are asked of what stands in for the backend.', () => {
    const pasted = lines(exchanged())
    expect(pasted.join('\n')).not.toContain('token-1')
    const [client, send] = curls(pasted)
    expect(client?.at(-1)).toBe('http://127.0.0.1:3000/api/sse/tasks?task_id=1')
    expect(JSON.parse(send?.[send.indexOf('--data-raw') + 1] ?? '')).toMatchObject({ token: 'T-9' })
  })

  test('what stands in for the backend answers as it did, and the gateway is told where it is.', () => {
    const pasted = lines(exchanged(), undefined, ['API_TOKEN'])
    const [standIn = ''] = pasted.filter(line => line.startsWith('node -e '))
    expect(standIn).toMatch(/ "\$BACKEND_PORT" at-once 200 '\{"event":/)
    const gateway = pasted.find(line => line.startsWith('cd '))
    expect(gateway).toContain('CALLBACK_URL=http://127.0.0.1:"$BACKEND_PORT"/api/sse/callback')
    expect(gateway).toContain('API_TOKEN="${API_TOKEN:?')
    expect(gateway).toContain('--fault drop-connect-response')
    expect(pasted.join('\n')).not.toContain('hunter2x')
  })

  test('a send during the connect callback finds it still open.', () => {
    const pasted = lines(new PaperTimeline().connect(1).send(1, { close: true }).answer(1))
    expect(pasted).toContainEqual(expect.stringMatching(/^node -e .* held 200 '\{\}'$/))
    expect(pasted).toContainEqual(
      "# the backend sends, while the connect callback is open; it was answered 200 '{}'",
    )
  })
})

test.each([
  ['signalled', { kind: 'gateway-handled', text: 'sends SIGTERM to the gateway' }],
  ['left', { kind: 'stream-end', stream: 1, how: 'closed-by-client' }],
  ['did not answer', { kind: 'callback-unanswered', call: 1, by: 'backend', why: 'cut' }],
  ['Location', { kind: 'callback-response', call: 1, status: 301, body: '' }],
] as const)('What no command replays is said in one line, without commands: %s.', (why, entry) => {
  const paper = exchanged()
  paper.timeline.record(entry)
  const printed = lines(paper)
  expect(printed).toHaveLength(1)
  expect(printed[0]).toMatch(/^# cannot be replayed by hand: /)
  expect(printed[0]).toContain(why)
})

test('No curl leads to a gateway that is held and has ended.', () => {
  const paper = exchanged()
  paper.timeline.record({ kind: 'gateway-exited', code: 1, signal: null })
  expect(lines(paper, addresses)).toEqual([
    '# cannot be replayed by hand: the gateway ended with exit code 1',
  ])
})

test('A gateway that is held and was started again is not taken for ended, in whatever words that is recorded.', () => {
  const paper = exchanged()
  paper.timeline.record({ kind: 'gateway-handled', text: 'any words', restarts: true })
  paper.timeline.record({ kind: 'gateway-exited', code: 0, signal: null })
  expect(curls(lines(paper, addresses)).length).toBeGreaterThan(0)
  paper.timeline.record({ kind: 'gateway-exited', code: 1, signal: null })
  expect(lines(paper, addresses)).toEqual([
    '# cannot be replayed by hand: the gateway ended with exit code 1',
  ])
})

test('A send goes out with the content type that it had.', () => {
  for (const [sentAs, header] of [
    ['text/plain', 'content-type: text/plain'],
    ['', 'content-type:'],
  ] as const) {
    const paper = new PaperTimeline().connect(1).answer(1).open(1)
    const command = { token: 'token-1', close: true }
    const raw = JSON.stringify(command)
    const request = {
      kind: 'send-request',
      send: 1,
      method: 'POST',
      address: 'http://gateway',
      sentAs,
    } as const
    paper.timeline.record({ ...request, command, raw, fence: false })
    const [, send = []] = curls(lines(paper, addresses))
    expect(send[send.indexOf('-H') + 1]).toBe(header)
  }
})

test.each([
  ['headers of its own', 1, { isSpecial: true }],
  ['9 sends', 9, {}],
] as const)('Sends that no plain command replays are said in one line: %s.', (why, times, how) => {
  const paper = new PaperTimeline().connect(1).answer(1).open(1)
  const command = { token: 'token-1', close: true }
  const request = { kind: 'send-request', method: 'POST', address: 'http://gateway', command } as const
  for (let send = 1; send <= times; send += 1) {
    paper.timeline.record({ ...request, send, raw: JSON.stringify(command), fence: false, ...how })
  }
  expect(lines(paper)).toEqual([expect.stringMatching(`^# cannot be replayed by hand: .*${why}`)])
})

test('Without its secret a command fails loudly, and nothing is sent.', () => {
  keepSecret('n3ver-printed')
  const paper = new PaperTimeline().connect(1).answer(1).open(1)
  const command = { token: 'token-1', note: 'n3ver-printed' }
  const request = { kind: 'send-request', send: 1, method: 'POST', address: 'http://gateway' } as const
  for (const raw of [JSON.stringify(command), `n3ver-printed\u0007`]) {
    paper.timeline.record({ ...request, command, raw, fence: false })
  }
  const sends = lines(paper, addresses).filter(line => line.includes('/internal/send'))
  expect(sends).toHaveLength(2)
  for (const send of sends) {
    const { status, stderr, stdout } = spawnSync('sh', ['-c', `curl() { echo sent; }; ${send}`], {
      encoding: 'utf8',
    })
    expect({ status: status === 0, stdout }).toEqual({ status: false, stdout: '' })
    expect(stderr).toContain('SECRET: set it to')
  }
})

test('No line holds a secret or what a terminal obeys.', () => {
  keepSecret('s3cr3t-value')
  const paper = new PaperTimeline()
  const headers = { authorization: 'Bearer abc.def', cookie: 'session=1', 'x-plain': 's3cr3t-value' }
  const url = '/api/sse/tasks?task_id=1&secret=xyzzy'
  paper.timeline.record({ kind: 'stream-request', method: 'GET', stream: 1, url, headers })
  paper.timeline.record({
    kind: 'callback-request',
    call: 1,
    stream: 1,
    payload: { action: 'connect', token: 'token-1', request: { url, headers } },
    method: 'POST',
    target: '/api/sse/callback?secret=s3cr3t-value',
    contentType: 'application/json',
  })
  paper.timeline.record({ kind: 'callback-response', call: 1, status: 500, body: 's3cr3t-value\u001b[2J' })
  paper.sendRaw({ token: 'token-1', event: HOSTILE, note: 's3cr3t-value' })
  for (const where of [undefined, addresses]) {
    const pasted = lines(paper, where)
    expect(pasted.join('\n')).not.toMatch(/s3cr3t|abc\.def|session=1|xyzzy/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    expect(pasted.filter(line => /[\u0000-\u001f\u202e]/.test(line))).toEqual([])
    const [, send] = curls(pasted, 'SECRET=yours')
    expect(() => JSON.parse(send?.[send.indexOf('--data-raw') + 1] ?? '')).not.toThrow()
  }
})

test('What no HTTP client would say is replayed as bytes.', () => {
  const paper = new PaperTimeline()
  const bytes = Buffer.from('GET / HTTP/1.1\r\nx: \xff%\0\r\n', 'latin1')
  paper.timeline.record({ kind: 'line-sent', line: 1, bytes })
  const [command = ''] = lines(paper, addresses)
  expect(command).toMatch(/ \| nc 127\.0\.0\.1 1$/)
  expect(execFileSync('sh', ['-c', command.replace(/ \| nc.*/, '')])).toEqual(bytes)
})
