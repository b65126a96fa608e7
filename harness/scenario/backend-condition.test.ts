import { expect, test } from 'vitest'
import { FirstSend } from '../backend/index.ts'
import type { Backend } from '../backend/running/index.ts'
import { mockBackendTarget } from '../backend/serving/index.ts'
import { backendConditionOf } from './backend-condition.ts'

const RUNNING = { address: 'http://127.0.0.1:1', process: undefined } as Backend

test('A backend that is bundled is called so, and any other by its name.', () => {
  const nameOf = (target: Parameters<typeof backendConditionOf>[0]): string =>
    backendConditionOf(target, RUNNING, 'http://127.0.0.1:2', {
      firstSend: new FirstSend(),
      hasAsked: () => true,
      provoked: () => Promise.resolve(true),
    }).name
  expect(nameOf(mockBackendTarget())).toBe('the bundled mock application')
  const url = 'http://10.0.0.1:5000'
  expect(nameOf({ identity: { name: url, kind: 'url' }, url })).toBe(url)
})
