import { expect, test } from 'vitest'
import { scenario } from '../harness/index.ts'

test('imports the harness and does nothing else', () => {
  expect(scenario).toBeTypeOf('function')
})
