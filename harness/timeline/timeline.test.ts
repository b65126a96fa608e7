import { describe, expect, test, vi } from 'vitest'
import { WaitTimeoutError } from '../util/errors.ts'
import { Timeline } from './timeline.ts'

/** Long enough never to be reached in a test that passes; in milliseconds. */
const NEVER_REACHED_MS = 20_000

function noteIn(timeline: Timeline, text: string): string | undefined {
  return timeline.all('note').find(entry => entry.text === text)?.text
}

test('Entries keep the order in which they were recorded and the time since the timeline began.', () => {
  const timeline = new Timeline()
  timeline.note('first')
  timeline.record({ kind: 'log', source: 'stdout', text: 'second' })
  timeline.note('third')
  expect(timeline.entries.map(entry => entry.kind)).toEqual(['note', 'log', 'note'])
  expect(timeline.all('note').map(entry => entry.text)).toEqual(['first', 'third'])
  const times = timeline.entries.map(entry => entry.at)
  expect(times.every(at => at >= 0)).toBe(true)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

test('What was seen before it could be recorded keeps the time at which it was seen.', () => {
  const timeline = new Timeline()
  const now = performance.now()
  const late = timeline.record({ kind: 'note', text: 'seen later' }, now + 1000)
  const early = timeline.record({ kind: 'note', text: 'seen earlier' }, now)
  expect(late.at - early.at).toBeCloseTo(1000)
})

test('A wait resolves on the very entry that fulfils it.', async () => {
  const timeline = new Timeline(NEVER_REACHED_MS)
  const waited = timeline.waitUntil({ for: 'the due note', until: () => noteIn(timeline, 'due') })
  const recorded: number[] = []
  const counted = waited.then(() => recorded.push(timeline.entries.length))
  timeline.note('not yet')
  timeline.note('due')
  await counted
  timeline.note('afterwards')
  expect(await waited).toBe('due')
  expect(recorded).toEqual([2])
})

test('A wait for what already holds resolves at once, without another entry.', async () => {
  const timeline = new Timeline(NEVER_REACHED_MS)
  timeline.note('due')
  expect(await timeline.waitUntil({ for: 'it', until: () => noteIn(timeline, 'due') })).toBe('due')
})

test.each([0, '', false, null])('%j is an answer; only undefined means not yet.', async answer => {
  const timeline = new Timeline(NEVER_REACHED_MS)
  expect(await timeline.waitUntil({ for: 'an answer', until: () => answer })).toBe(answer)
})

test.each([0, '', false, null])('%j is an answer later as well.', async answer => {
  const timeline = new Timeline(NEVER_REACHED_MS)
  const until = () => (timeline.entries.length > 0 ? answer : undefined)
  const waited = timeline.waitUntil({ for: 'an answer', until })
  timeline.note('due')
  expect(await waited).toBe(answer)
})

test('A predicate is not asked again once it was fulfilled.', async () => {
  const timeline = new Timeline(NEVER_REACHED_MS)
  let asked = 0
  const waited = timeline.waitUntil({
    for: 'the due note',
    until: () => {
      asked += 1
      return noteIn(timeline, 'due')
    },
  })
  timeline.note('due')
  timeline.note('afterwards')
  await waited
  expect(asked).toBe(2)
})

test('Several waits for the same entry are all fulfilled by it.', async () => {
  const timeline = new Timeline(NEVER_REACHED_MS)
  const until = () => noteIn(timeline, 'due')
  const waits = [1, 2, 3].map(number => timeline.waitUntil({ for: `wait ${number}`, until }))
  timeline.note('due')
  expect(await Promise.all(waits)).toEqual(['due', 'due', 'due'])
})

test('An expired wait names what it waited for, how long, and what happened last.', async () => {
  const timeline = new Timeline(20)
  timeline.record({ kind: 'callback-held' })
  timeline.note('something else')
  const error = await timeline
    .waitUntil({ for: 'the connect callback', until: () => undefined })
    .catch(error => error)
  expect(error).toBeInstanceOf(WaitTimeoutError)
  expect(error).toMatchObject({ waitedFor: 'the connect callback', limitMs: 20 })
  expect(error.message).toMatch(
    /^Waited 0\.02 s for the connect callback\. Last seen: the backend held back its answer to a callback, as the scenario wants it \(\d+ ms after the start\)\.$/,
  )
})

test('An expired wait on an empty timeline names nothing last seen.', async () => {
  const waited = new Timeline(10).waitUntil({ for: 'anything', until: () => undefined })
  await expect(waited).rejects.toThrow(/^Waited 0\.01 s for anything\.$/)
})

test('A wait may have a bound of its own and say itself what was last seen.', async () => {
  const waited = new Timeline(NEVER_REACHED_MS).waitUntil({
    for: 'the fence',
    until: () => undefined,
    lastSeen: () => 'two events',
    limitMs: 10,
  })
  await expect(waited).rejects.toThrow('Waited 0.01 s for the fence. Last seen: two events.')
})

test('A wait whose account of what was last seen fails is rejected with that failure.', async () => {
  const waited = new Timeline(10).waitUntil({
    for: 'the fence',
    until: () => undefined,
    lastSeen: () => {
      throw new RangeError('broken account')
    },
  })
  await expect(waited).rejects.toThrow('broken account')
})

test('A predicate that throws at once rejects the wait, and does not throw synchronously.', async () => {
  const until = (): undefined => {
    throw new RangeError('broken at once')
  }
  const waited = new Timeline(NEVER_REACHED_MS).waitUntil({ for: 'it', until })
  await expect(waited).rejects.toThrow('broken at once')
})

test('A predicate that throws later rejects its own wait and no other.', async () => {
  const timeline = new Timeline(NEVER_REACHED_MS)
  const broken = timeline.waitUntil({
    for: 'it',
    until: (): undefined => {
      if (timeline.entries.length > 0) throw new RangeError('broken later')
    },
  })
  const sound = timeline.waitUntil({ for: 'the due note', until: () => noteIn(timeline, 'due') })
  const rejected = expect(broken).rejects.toThrow('broken later')
  expect(() => timeline.note('due')).not.toThrow()
  await rejected
  expect(await sound).toBe('due')
})

describe('A wait that ends while the event loop is blocked', () => {
  const sleep = (): void => {
    for (const until = performance.now() + 1_100; performance.now() < until; );
  }

  test('gets its whole time again, and sees what came meanwhile.', async () => {
    const timeline = new Timeline(100)
    const waited = timeline.waitUntil({ for: 'the due note', until: () => noteIn(timeline, 'due') })
    setTimeout(() => timeline.note('due'), 50)
    sleep()
    expect(await waited).toBe('due')
  })

  test('expires after that time, and the stall is in the record.', async () => {
    const timeline = new Timeline(10)
    const waited = timeline.waitUntil({ for: 'anything', until: () => undefined }).catch(error => error)
    sleep()
    expect(await waited).toMatchObject({ limitMs: 10, eventLoopStalled: false })
    const [stall] = timeline.all('harness-stalled')
    expect(stall?.ms).toBeGreaterThan(1_000)
  })

  test('says so where the event loop was blocked again.', async () => {
    const timeline = new Timeline(10)
    const waited = timeline.waitUntil({ for: 'anything', until: () => undefined }).catch(error => error)
    sleep()
    await timeline.waitUntil({ for: 'the stall', until: () => timeline.all('harness-stalled')[0] })
    sleep()
    expect(await waited).toMatchObject({ eventLoopStalled: true })
  })
})

test('A wait that expires on time records no stall.', async () => {
  const timeline = new Timeline(10)
  const expired = await timeline.waitUntil({ for: 'anything', until: () => undefined }).catch(error => error)
  expect(expired).toMatchObject({ eventLoopStalled: false })
  expect(timeline.all('harness-stalled')).toEqual([])
})

test('Disposing of a timeline ends its waits without an outcome.', async () => {
  const timeline = new Timeline(5)
  const told = vi.fn()
  const wait = (): void =>
    void timeline.waitUntil({ for: 'what never comes', until: () => undefined }).then(told, told)
  wait()
  timeline[Symbol.dispose]()
  wait()
  timeline.note('behind the end')
  await new Timeline(30)
    .waitUntil({ for: 'the bound to pass', until: () => undefined })
    .catch(() => undefined)
  expect(told).not.toHaveBeenCalled()
})
