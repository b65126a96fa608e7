import { expect } from 'vitest'
import type { Verdict } from '../diagnosis/verdict.ts'
import { type ViolationDetails, ViolationError } from '../diagnosis/violation.ts'

/** A violation of stream 1. */
export function violation(details: Pick<ViolationDetails, 'party' | 'what'>): ViolationError {
  return new ViolationError({ summary: 'It was seen.', streams: [1], ...details } as ViolationDetails)
}

/** Expects a verdict between two parties that says why, and which flags to add. */
export function expectUndecided(
  verdict: Verdict,
  between: Verdict['between'],
  because: RegExp,
  flag: RegExp,
): void {
  expect(verdict).toMatchObject({ party: 'undecided', between })
  expect(verdict.headline).toMatch(new RegExp(`^undecided between ${between?.join(' and ')}: `))
  expect(verdict.summary).toMatch(because)
  expect(verdict.summary).toMatch(/the record does not show (?:whether|which)/)
  expect(verdict.check).toMatch(/^Run again /)
  expect(verdict.check).toMatch(flag)
}
