import type { SerializedError } from 'vitest'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { printable } from '../diagnosis/index.ts'
import type { FaultResult } from './result.ts'

/** Collects the result of every case from vitest. */
export class FaultReporter implements Reporter {
  readonly results: FaultResult[] = []
  /** Errors outside the cases: a file that does not load, a case that could not run. */
  readonly mishaps: string[] = []
  readonly #onResult: (result: FaultResult) => void

  constructor(onResult: (result: FaultResult) => void) {
    this.#onResult = onResult
  }

  onTestCaseResult(testCase: TestCase): void {
    const result = testCase.meta().fault
    if (result !== undefined) {
      this.results.push(result)
      this.#onResult(result)
    } else if (testCase.result().state === 'failed') {
      this.#mishap(`${testCase.name}: ${testCase.result().errors?.[0]?.message}`)
    }
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors()) this.#mishap(error.message)
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    for (const error of errors) this.#mishap(error.message)
  }

  #mishap(message: string): void {
    this.mishaps.push(printable(message))
  }
}
