import type { SerializedError } from 'vitest'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { printable } from '../diagnosis/index.ts'
import type { FaultResult } from './result.ts'

/** Listens to vitest and keeps what came of every fault. */
export class FaultReporter implements Reporter {
  readonly results: FaultResult[] = []
  /** Errors outside of what is judged: a file that does not load, a fault that could not be played at all. */
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
