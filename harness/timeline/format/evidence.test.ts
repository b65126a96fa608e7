import { describe, expect, test } from 'vitest'
import { linesOf, linesOfAll } from '../../test-support/evidence-lines.ts'
import { TimelineBuilder } from '../../test-support/timeline-builder.ts'
import { Timeline } from '../index.ts'
import { evidenceOf } from './evidence.ts'

const FENCES = ['0123abcd-1', '0123abcd-2'].map(id => ({ name: 'fence', data: `{"fence":"${id}"}` }))

test('Format a scenario line by line, with numbered fences and the expected line at the end.', () => {
  const [first = { data: '' }, second = { data: '' }] = FENCES
  const paper = new TimelineBuilder().connect(1, '/api/sse/tasks?task_id=42')
  paper.answer(1, { event: { name: 'connection_open', data: '{}' } }).open(1)
  paper
    .send(1, { event: { data: 'x' } }, { fate: 404 })
    .send(1, { event: first })
    .deliver(1, first)
  paper.send(1, { event: { name: 'a', data: '1' }, close: true }).send(1, { event: second })
  paper
    .deliver(1, { name: 'a', data: '1' })
    .deliver(1, second)
    .end(1)
    .disconnect(1, 'server_closed')
    .answer(1)
  expect(linesOf(paper.timeline, [1], 'event: connection_open')).toEqual([
    'client  → gateway   GET /api/sse/tasks?task_id=42',
    'gateway → backend   POST connect  token token-1',
    'backend → gateway   200 {"event":{"name":"connection_open","data":"{}"}}',
    'gateway → client    200 text/event-stream',
    'backend → gateway   POST /internal/send  data: "x"  404 {}',
    'harness → gateway   POST /internal/send  fence#1  200',
    'gateway → client    event: fence#1',
    'backend → gateway   POST /internal/send  event: a  data: "1"  close  200',
    'harness → gateway   POST /internal/send  fence#2  200',
    'gateway → client    event: a  data: "1"',
    'gateway → client    event: fence#2',
    'gateway → client    end of stream: clean',
    'gateway → backend   POST disconnect server_closed  token token-1',
    'backend → gateway   200 {}',
    '✗ expected: event: connection_open',
  ])
})

describe('Evidence of several streams', () => {
  const both = (): TimelineBuilder => new TimelineBuilder().connect(1).answer(1).open(1).connect(2)

  test('Each line names its stream.', () => {
    expect(linesOf(both().timeline)).toEqual([
      'client  → gateway   GET /api/sse/tasks?task_id=1  [stream 1]',
      'gateway → backend   POST connect  token token-1  [stream 1]',
      'backend → gateway   200 {}  [stream 1]',
      'gateway → client    200 text/event-stream  [stream 1]',
      'client  → gateway   GET /api/sse/tasks?task_id=2  [stream 2]',
      'gateway → backend   POST connect  token token-2  [stream 2]',
    ])
  })

  test('One stream alone has no number.', () => {
    expect(linesOf(both().timeline, [2])[0]).toBe('client  → gateway   GET /api/sse/tasks?task_id=2')
  })

  test('The held callback is named.', () => {
    const paper = both().disconnect(1, 'server_closed')
    paper.timeline.record({ kind: 'callback-held' })
    expect(linesOf(paper.timeline).at(-1)).toBe(
      'backend             holds back its answer to the disconnect callback of stream 1, as this scenario has it',
    )
  })
})

describe('Evidence of fences', () => {
  const FENCE = '/fence?0123abcd-7'

  function fenced(isReported: boolean): TimelineBuilder {
    const paper = new TimelineBuilder().connect(1).answer(1).open(1)
    const ask = { method: 'GET', url: FENCE, headers: {}, fence: true } as const
    paper.timeline.record({ kind: 'stream-request', stream: 8, ...ask })
    paper.timeline.record({ kind: 'log', source: 'stderr', text: `asked for ${FENCE}` })
    paper.timeline.record({ kind: 'stream-end', stream: 8, how: 'closed-by-client' })
    if (isReported) paper.disconnect(8, 'client_closed').answer(8)
    return paper
  }

  test('Passed fences share one line that says whether the gateway reported them.', () => {
    const line = 'harness             opens and closes a stream of its own (a fence); the gateway'
    expect(linesOf(fenced(true).timeline).slice(4)).toEqual([`${line} reports it`])
    expect(linesOf(fenced(false).timeline).slice(4)).toEqual([`${line} does not report it`])
  })

  test('A fence that went wrong is shown in full.', () => {
    expect(linesOf(fenced(false).timeline, [8])[0]).toBe(`client  → gateway   GET ${FENCE}`)
  })
})

test('Every line begins with its time, in columns.', () => {
  const timeline = new Timeline()
  const now = performance.now()
  timeline.record({ kind: 'note', text: 'early' }, now)
  timeline.record({ kind: 'note', text: 'late' }, now + 12_345)
  for (const line of evidenceOf(timeline, [])) expect(line).toMatch(/^[ \d]{5}\.\d ms {2}harness {13}\w+$/)
})

test('Show only the named streams, and all of them where none is named.', () => {
  const paper = new TimelineBuilder()
  for (const stream of [1, 2]) {
    paper.connect(stream).answer(stream, { own: stream }).open(stream)
    paper.send(stream, { event: { data: `to ${stream}` } }).deliver(stream, { data: `to ${stream}` })
  }
  const own = linesOf(paper.timeline, [2])
  expect(own).toHaveLength(6)
  expect(own.join('\n')).not.toMatch(/task_id=1|token-1|"own":1|to 1/)
  expect(linesOf(paper.timeline)).toHaveLength(12)
  expect(linesOf(paper.timeline, [1, 2])).toEqual(linesOf(paper.timeline))
})

test('Always show a send to a token that no stream has.', () => {
  const paper = new TimelineBuilder()
    .connect(1)
    .sendRaw({ token: 'nobody', event: { data: 'x' } }, { fate: 404 })
  expect(linesOf(paper.timeline, [1]).at(-1)).toBe(
    'backend → gateway   POST /internal/send  data: "x"  404 {}',
  )
})

test('Long evidence is cut in the middle, and says by how much.', () => {
  const timeline = new Timeline()
  for (let number = 1; number <= 40; number += 1) timeline.note(`note ${number}.`)
  expect(linesOf(timeline)).toHaveLength(40)
  for (let number = 41; number <= 100; number += 1) timeline.note(`note ${number}.`)
  const lines = linesOf(timeline, [], 'more')
  expect(lines).toHaveLength(42)
  expect(lines[19]).toContain('note 20.')
  expect(lines[20]).toBe('… 60 more')
  expect(lines[21]).toContain('note 81.')
  expect(lines[40]).toContain('note 100.')
  expect(lines[41]).toBe('✗ expected: more')
})

test('Escape foreign text and remove secrets from it.', () => {
  const [line = '', ...rest] = linesOfAll(
    { kind: 'note', text: '\u001b[31m\n\u202e' },
    { kind: 'log', source: 'stderr', text: 'Authorization: Bearer hunter2' },
    { kind: 'backend-request', method: 'GET', target: '/callback?secret=hunter2' },
    { kind: 'stream-comment', stream: 1, text: 'cookie: a=hunter2' },
    { kind: 'stream-event', stream: 1, event: { event: '\u009b', data: 'secret=hunter2', lastEventId: '' } },
    { kind: 'callback-response', call: 1, status: 200, body: `{"cookie":"${'x'.repeat(100)}hunter2"}` },
    { kind: 'stream-request', stream: 1, method: 'GET', url: '/events?secret=hunter2\u2028', headers: {} },
  )
  expect(line).toContain('\\x1b[31m\\n\\u{202e}')
  expect(rest).toHaveLength(6)
  expect(rest.join('\n')).not.toMatch(/hunter2|xxx|\u009b|\u2028/)
  const paper = new TimelineBuilder().connect(1)
  expect(linesOf(paper.timeline, [], '\u001b[31m').at(-1)).toBe('✗ expected: \\x1b[31m')
})
