import { expect, test } from 'vitest'
import type { Backend } from '../backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import { FirstSend } from '../mock-backend/index.ts'
import { backendConditionOf } from './backend-status.ts'

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
