import { expect, test } from 'vitest'
import { isJson, isSomeJson } from './media-type.ts'

test.each([
  ['application/json', true, true],
  ['Application/JSON; charset=utf-8', true, true],
  ['application/problem+json', false, true],
  ['application/json-seq', false, false],
  ['text/json', false, false],
  ['text/plain; application/json', false, false],
  ['', false, false],
])('%j', (contentType, plain, some) => {
  expect([isJson(contentType), isSomeJson(contentType)]).toEqual([plain, some])
})
