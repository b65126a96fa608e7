import { expect, test } from 'vitest'
import type { Play } from './player.ts'
import { Tally } from './tally.ts'

function play(headline?: string): Play {
  const verdict = { party: 'gateway', headline: headline ?? '', summary: '', evidence: [] } as const
  return { outcome: headline === undefined ? undefined : { verdict } } as Play
}

test('A tally says how often it failed, and in which ways.', () => {
  const tally = new Tally()
  expect(tally.rate).toBe('failed 0 of 0 (0.0 %)')
  const headlines = ['a', undefined, 'b', 'b', ...Array<undefined>(196)]
  const failed = headlines.map(headline => tally.count(play(headline)))
  expect(failed.slice(0, 4)).toEqual([true, false, true, true])
  expect(tally.rate).toBe('failed 3 of 200 (1.5 %)')
  expect(tally.failings).toEqual([
    { headline: 'b', times: 2 },
    { headline: 'a', times: 1 },
  ])
})

test('A rare failure does not look like none.', () => {
  const tally = new Tally()
  tally.count(play('a'))
  for (let n = 0; n < 4_999; n += 1) tally.count(play())
  expect(tally.rate).toBe('failed 1 of 5000 (0.020 %)')
})
