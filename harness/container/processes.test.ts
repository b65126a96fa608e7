import { expect, test } from 'vitest'
import { addressOf, insideOf, isLoopback } from './processes.ts'

test.for([
  ['0100007F', '127.0.0.1', true],
  ['00000000', '0.0.0.0', false],
  ['6402000A', '10.0.2.100', false],
  ['00000000000000000000000000000000', '::', false],
  ['00000000000000000000000001000000', '::1', true],
  ['0000000000000000FFFF00000100007F', '127.0.0.1', true],
] as const)('The kernel prints %s for %s.', ([hex, address, loopback]) => {
  expect(addressOf(hex)).toBe(address)
  expect(isLoopback({ address })).toBe(loopback)
})

test('A user of a container has another number outside of a user namespace.', () => {
  const map = '         0       1000          1\n         1     100000      65536\n'
  expect(insideOf(1000, map)).toBe(0)
  expect(insideOf(100_999, map)).toBe(1000)
  expect(insideOf(7, '0 0 4294967295')).toBe(7)
})
