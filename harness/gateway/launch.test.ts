import { expect, test } from 'vitest'
import { cleanedEnvironment } from '../process/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { launchGateway } from './launch.ts'
import { referenceTarget } from './targets/reference.ts'

const target = referenceTarget({ edition: 'callback-events', environment: cleanedEnvironment() })
const callbackUrl = 'http://127.0.0.1:9/'

test('A launched gateway serves its port, with the settings laid over the ordinary ones.', async () => {
  await using launched = await launchGateway(target, { callbackUrl, overrides: { CALLBACK_URL: undefined } })
  expect(launched.exit).toBeUndefined()
  expect(await launched.status('/healthz')).toBe(200)
  expect(await launched.status('/readyz')).toBe(503)
})

test('One that refuses its settings has ended, and its words are kept.', async () => {
  await using launched = await launchGateway(target, { callbackUrl, overrides: { PORT: 'http' } })
  expect(await launched.settled()).toBe('ended')
  expect(launched.exit?.code).toBe(1)
  expect(launched.lines.map(({ text }) => text).join('\n')).toContain('PORT is "http"')
})

test('One on a taken port ends, and is not mistaken for the one that has it.', async () => {
  await using first = await launchGateway(target, { callbackUrl, overrides: {} })
  const { port } = new URL(first.address)
  await using second = await launchGateway(target, { callbackUrl, overrides: { PORT: port } })
  await second.ended()
  expect([second.exit?.code, first.exit]).toEqual([1, undefined])
})

test('A gateway that somebody else runs cannot be launched.', async () => {
  const running = { identity: { name: 'theirs', kind: 'url' }, url: 'http://127.0.0.1:1' } as const
  await expect(launchGateway(running, { callbackUrl, overrides: {} })).rejects.toThrow(NotTestableError)
})
