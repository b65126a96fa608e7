import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SentEvent } from '../contract/index.ts'
import { keepSecret } from '../diagnosis/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { shellsOf } from '../test-support/paste-recipe.ts'
import { TimelineBuilder } from '../test-support/timeline-builder.ts'
import { nextMarker } from '../timeline/index.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { manualSteps } from './manual-steps.ts'
import { manualStepsWhilePaused } from './manual-steps-while-paused.ts'
import { streamStates } from './paused-scenario.ts'
import { isPlain } from './shell.ts'

const target = referenceTarget({
  edition: 'callback-events',
  faults: ['drop-connect-response'],
  environment: { API_TOKEN: 'hunter2x' },
})
const HOSTILE: SentEvent = { name: `it's "$(id)"\n\u001b[31m`, data: '`id`\u202e' }

function lines({ timeline }: TimelineBuilder, gatewayEnv: string[] = []): string[] {
  return manualSteps({ timeline, target, gatewayEnv })
}

/** The same without remarks, functions and what every recipe begins with. */
function deeds(paper: TimelineBuilder): string[] {
  const [, , third = []] = shellsOf(lines(paper))
  return third.slice(3).filter(line => !/^#|^(?:seen|data|gone)\(\)|\/healthz$/.test(line))
}

const HELD = { gateway: 'http://127.0.0.1:1', sends: 'http://127.0.0.1:2', callbacks: 'http://127.0.0.1:3' }

const SHOWN = 'echo "client 1:"; cat "$GOT"/1; kill -0 "$CLIENT" 2>/dev/null && echo "(its stream is open)"'

const exchanged = (): TimelineBuilder =>
  new TimelineBuilder().connect(1).answer(1, { event: HOSTILE }).open(1).send(1, { event: HOSTILE })

describe('By hand,', () => {
  test('Steps by hand read tokens from the stub backend, and wait where the scenario had seen something.', () => {
    expect(lines(exchanged()).join('\n')).not.toContain('token-1')
    expect(deeds(exchanged())).toEqual([
      `curl -sSN -m 60 -D - "$GATEWAY"'/api/sse/tasks?task_id=1' >"$GOT"/1 2>&1 & CLIENT=$!`,
      'TOKEN=$(curl -sS -m 8 "$BACKEND"/1)',
      'seen 1 HTTP/',
      expect.stringMatching(/^curl -sSi -m 8 .*"token":"'"\$TOKEN"'".* "\$GATEWAY"\/internal\/send$/),
      SHOWN,
    ])
  })

  test('Steps by hand start a stub backend with the same answers, and a gateway that calls it.', () => {
    const pasted = lines(exchanged(), ['API_TOKEN'])
    const [standIn = ''] = pasted.filter(line => line.startsWith('node -e '))
    expect(standIn).toMatch(/ "\$BACKEND_PORT" 1 200 '\{"event":/)
    const gateway = pasted.find(line => line.startsWith('cd '))
    expect(gateway).toContain(`CALLBACK_URL=http://127.0.0.1:"$BACKEND_PORT"'/api/sse/callback`)
    expect(gateway).toContain('API_TOKEN="${API_TOKEN:?')
    expect(gateway).toContain('--fault drop-connect-response')
    expect(pasted.join('\n')).not.toContain('hunter2x')
  })

  test.each(['HTTP/1.1 two hundred\r\n\r\n', "it's\u001b[2J\n\n", '\u202e"$(id)"', '\0\0'])(
    'A stub answer that is not JSON is complete, line ends included: %j.',
    bare => {
      const paper = new TimelineBuilder().connect(1)
      paper.timeline.record({ kind: 'callback-unanswered', call: 1, by: 'backend', why: 'any words', bare })
      paper.connect(2)
      paper.timeline.record({ kind: 'callback-response', call: 2, status: 200, body: bare })
      const standIn = lines(paper).find(line => line.startsWith('node -e ')) ?? ''
      expect(isPlain(standIn)).toBe(true)
      const script = `node() { printf '%s\\0' "$@"; }; BACKEND_PORT=1; ${standIn}`
      const words = spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout.split('\0').slice(3, -1)
      expect(words).toEqual(['1', 'quoted bare', expect.anything(), '2', 'quoted 200', expect.anything()])
      expect([words[2], words[5]].map(word => JSON.parse(word ?? ''))).toEqual([bare, bare])
    },
  )

  test('Steps by hand hold a callback while the scenario acts.', () => {
    const paper = new TimelineBuilder().connect(1).send(1, { close: true }).answer(1).open(1).end(1)
    expect(lines(paper)).toContainEqual(expect.stringMatching(/^node -e .* 1 'held 200' '\{\}'$/))
    expect(deeds(paper).map(line => line.replace(/^(curl|TOKEN=.*curl) -.*(?= "\$)/, '$1'))).toEqual([
      expect.stringMatching(/& CLIENT=\$!$/),
      'TOKEN=$(curl "$BACKEND"/1)',
      'curl "$GATEWAY"/internal/send',
      'curl "$BACKEND"/1',
      'gone "$CLIENT" 100',
      'curl "$BACKEND"/1/end',
      SHOWN,
    ])
  })

  test('Steps by hand have one fence for the last fence of the harness.', () => {
    const fenced = exchanged()
    for (const { event } of [nextMarker(), nextMarker()]) fenced.send(1, { event }).deliver(1, event)
    expect(deeds(fenced).slice(4, -1)).toEqual([
      expect.stringMatching(/^curl .*"name":"fence"/),
      'seen 1 fence',
    ])
  })

  test('Steps by hand leave fence streams out.', () => {
    const paper = exchanged()
    const fence = {
      kind: 'stream-request',
      method: 'GET',
      stream: 9,
      url: '/api/sse/versions/9',
      headers: {},
    } as const
    paper.timeline.record({ ...fence, fence: true })
    expect(deeds(paper)).toEqual(deeds(exchanged()))
    expect(manualStepsWhilePaused(paper.timeline, HELD).join('\n')).not.toContain('versions')
    expect(streamStates(paper.timeline).map(({ request }) => request)).toEqual([
      'GET /api/sse/tasks?task_id=1',
    ])
  })

  test('Steps by hand end a client that leaves, and show its disconnect callback.', () => {
    const left = exchanged().end(1, 'closed-by-client').disconnect(1, 'client_closed').answer(1)
    expect(deeds(left).slice(4, -1)).toEqual([
      'kill "$CLIENT"',
      'gone "$CLIENT" 100',
      'curl -sS -m 8 "$BACKEND"/1/end',
    ])
  })

  test('Steps by hand distinguish two clients by the order of their callbacks.', () => {
    const both = new TimelineBuilder().ask(1).ask(2)
    for (const stream of [2, 1]) {
      both.timeline.record({
        kind: 'callback-request',
        call: stream,
        stream,
        payload: { action: 'connect', token: `token-${stream}`, request: { url: '/', headers: {} } },
        method: 'POST',
        target: '/',
        contentType: '',
      })
    }
    both.send(2, { close: true }).send(1, { close: true })
    expect(deeds(both).slice(0, 4)).toEqual([
      expect.stringMatching(/& CLIENT=\$!$/),
      'TOKEN=$(curl -sS -m 8 "$BACKEND"/1)',
      expect.stringMatching(/& CLIENT_2=\$!$/),
      'TOKEN_2=$(curl -sS -m 8 "$BACKEND"/2)',
    ])
    expect(deeds(both)[4]).toContain('"$TOKEN_2"')
  })

  test('Steps by hand signal the process id of the gateway, and show its exit code.', () => {
    const stopped = exchanged()
    stopped.timeline.record({ kind: 'gateway-handled', text: 'any words', signal: 'SIGTERM' })
    stopped.timeline.record({ kind: 'gateway-exited', code: 1, signal: null })
    const pasted = lines(stopped)
    const file = `"\${TMPDIR:-/tmp}/gateway-$GATEWAY_PORT.pid"`
    expect(pasted).toContain(`GATEWAY_PID=$(cat ${file})`)
    expect(pasted).toContainEqual(expect.stringMatching(/^kill -TERM "\$\{GATEWAY_PID:\?/))
    const gateway = pasted.find(line => line.startsWith('cd ')) ?? ''
    expect(gateway).toContain(`exec "$@"' ${file} `)
    expect(gateway.endsWith(`; echo "the gateway ended with exit code $?"; rm -f ${file}`)).toBe(true)
  })

  test('Steps by hand never signal a process when the gateway has ended or not started.', () => {
    const stopped = exchanged()
    stopped.timeline.record({ kind: 'gateway-handled', text: 'any words', signal: 'SIGTERM' })
    const [, gateway = [], client = []] = shellsOf(lines(stopped))
    const [start = ''] = gateway.filter(line => line.startsWith('cd '))
    const signal = client.filter(line => /^GATEWAY_PID=|^kill -TERM /.test(line))
    expect(signal).toHaveLength(2)
    using directory = new TemporaryDirectory()
    const pasted = (...script: string[]) =>
      spawnSync('sh', ['-c', ['GATEWAY_PORT=1 BACKEND_PORT=2', ...script].join('\n')], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, TMPDIR: directory.path },
      })
    const ended = start.replace(/(?<=gateway-\$GATEWAY_PORT\.pid" ).*(?=; echo )/, 'sh -c "exit 7"')
    const after = pasted(ended, 'kill() { echo "signal $*"; }', ...signal)
    expect(after.stdout).toBe('the gateway ended with exit code 7\n')
    expect(after.stderr).toContain('GATEWAY_PID: no gateway that was started here runs')
    // Where its process id cannot be written, it does not start.
    mkdirSync(join(directory.path, 'gateway-1.pid'))
    expect(pasted(ended).stdout).not.toContain('exit code 7')
  })

  test('Steps by hand start a gateway with the same settings, and repeat its requests.', () => {
    const paper = new TimelineBuilder()
    const handled = { kind: 'gateway-handled', text: 'any words' } as const
    paper.timeline.record({ ...handled, launches: { CALLBACK_URL: 'ftp://x y/', PORT: null } })
    paper.timeline.record({ ...handled, asked: '/readyz' })
    const [gateway = [], asked = [], ...more] = shellsOf(lines(paper))
    expect(gateway.at(-1)).toContain(` CALLBACK_URL='ftp://x y/' HEARTBEAT_INTERVAL_SECONDS=15 env -u PORT `)
    expect(asked.at(-1)).toBe(`curl -sSi -m 8 -w '\\n' "$GATEWAY"/readyz`)
    expect(more).toEqual([])
  })
})

const SEND = {
  kind: 'send-request',
  send: 1,
  method: 'POST',
  address: 'http://gateway',
  command: { token: 'token-1' },
  raw: '{"token":"token-1"}',
  fence: false,
} as const

describe('What no command replays is said in one line, without commands:', () => {
  const manySends = Array.from({ length: 26 }, (_, n) => ({ ...SEND, send: n }))
  test.each([
    ['resets', [{ kind: 'stream-end', stream: 1, how: 'reset-by-client' }]],
    ['half-closes', [{ kind: 'note', text: 'the client half-closes', isBare: true }]],
    ['signalled', [{ kind: 'gateway-handled', text: 'sends SIGTERM to the gateway' }]],
    ['redirect', [{ kind: 'callback-response', call: 1, status: 301, body: '' }]],
    ['network', [{ kind: 'network', edge: 'send', breaks: true, text: '' }]],
    ['pieces', [{ ...SEND, isSpecial: true }]],
    ['3 sends are on their way at once', manySends.slice(0, 3)],
    ['26 sends', manySends],
  ] as const)('%s.', (why, entries) => {
    const paper = new TimelineBuilder().connect(1).answer(1).open(1)
    for (const entry of entries) paper.timeline.record(entry)
    expect(lines(paper)).toEqual([expect.stringMatching(`^# cannot be replayed by hand: .*${why}`)])
  })
})

test('Steps by hand hold no secret and no control character.', () => {
  keepSecret('s3cr3t-value')
  const paper = new TimelineBuilder()
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
  const pasted = lines(paper)
  expect(pasted.join('\n')).not.toMatch(/s3cr3t|abc\.def|session=1|xyzzy/)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
  expect(pasted.filter(line => /[\u0000-\u001f\u202e]/.test(line))).toEqual([])
})
