import { expect } from 'vitest'
import { allMatchers } from './all.ts'

expect.extend(allMatchers())

export type { ExpectedEvent } from './declaration.ts'
export { belongsTo } from './matching.ts'
export { expect }
