import { expect, test } from 'vitest'
import { tokenOf } from '../../test-support/timeline-builder.ts'
import { evidenceOf } from '../../timeline/format/evidence.ts'
import { type EntryOf, Timeline } from '../../timeline/index.ts'
import { findSendFlaw } from './refusable-send.ts'

function sent(declared: Pick<EntryOf<'send-request'>, 'contentType' | 'sentAs'>): Timeline {
  const command = { token: tokenOf(1), event: { data: 'x' } }
  const timeline = new Timeline()
  timeline.record({
    kind: 'send-request',
    method: 'POST',
    send: 1,
    address: 'http://127.0.0.1:3000',
    command,
    raw: JSON.stringify(command),
    ...declared,
    fence: false,
  })
  return timeline
}

test.each([
  ['text/plain', 'with the Content-Type "text/plain"', 'content-type: "text/plain"'],
  ['', 'without a Content-Type', 'content-type: none'],
])(
  'Name the Content-Type of a send in summary and evidence where it is not JSON (%j).',
  (type, description, line) => {
    for (const timeline of [sent({ contentType: type }), sent({ sentAs: type })]) {
      expect(findSendFlaw(timeline, 1)).toEqual({
        description,
        accepted: 'send-content-type-not-refused',
        unhandled: 'send-content-type-unhandled',
      })
      expect(evidenceOf(timeline, []).join('\n')).toContain(line)
    }
  },
)

test('Do not name the Content-Type of a send that is JSON.', () => {
  const timeline = sent({ contentType: 'application/json; charset=utf-8' })
  expect(evidenceOf(timeline, []).join('\n')).not.toContain('content-type')
})
