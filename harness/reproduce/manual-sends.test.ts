import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { referenceTarget } from '../gateway/index.ts'
import { shellsOf } from '../test-support/paste-recipe.ts'
import { TimelineBuilder } from '../test-support/timeline-builder.ts'
import { manualSteps } from './manual-steps.ts'

const target = referenceTarget({ edition: 'callback-events', environment: {} })

/** The commands of the third shell, which has the clients and the sends. */
function commands({ timeline }: TimelineBuilder): string[] {
  const [, , third = []] = shellsOf(manualSteps({ timeline, target, gatewayEnv: [] }))
  return third
}

describe('A send by hand', () => {
  const sending = (how: object, raw = '{"token":"token-1"}'): string => {
    const builder = new TimelineBuilder().connect(1).answer(1).open(1)
    const request = { kind: 'send-request', send: 1, method: 'POST', address: 'http://gateway' } as const
    builder.timeline.record({ ...request, command: { token: 'token-1' }, raw, fence: false, ...how })
    return commands(builder).find(line => line.includes('/internal/send')) ?? ''
  }

  test.each([
    ['text/plain', "-H 'content-type: text/plain'"],
    ['', '-H content-type:'],
  ])('A send by hand has the content type that it had: %j.', (sentAs, header) => {
    expect(sending({ sentAs })).toContain(header)
  })

  test('A send by hand has the headers that it had.', () => {
    expect(sending({ headers: { 'content-encoding': 'gzip' } })).toContain("-H 'content-encoding: gzip'")
  })

  test('A send by hand that is not text goes out byte for byte.', () => {
    expect(sending({ octets: '\xff' }, '\ufffd')).toMatch(/^printf -- '\\377' \| curl .*--data-binary @-/)
  })

  test('A send by hand is complete, however often one letter repeats.', () => {
    const long = sending({}, `"${'x'.repeat(9_000_000)}"`)
    expect(long.length).toBeLessThan(300)
    const { stdout } = spawnSync('sh', ['-c', `${long.replace(/\| curl.*/, '')} | wc -c`])
    expect(stdout.toString().trim()).toBe('9000002')
  })
})
