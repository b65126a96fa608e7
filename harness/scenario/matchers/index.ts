import { expect } from 'vitest'
import './answers.ts'
import './callbacks.ts'
import './delivery.ts'
import './form.ts'
import './life.ts'
import './opening.ts'
import './sending.ts'
import './text.ts'
import { allMatchers } from './matching.ts'

expect.extend(allMatchers())

export type { ExpectedEvent } from './declaration.ts'
export { belongsTo } from './matching.ts'
export { expect }
