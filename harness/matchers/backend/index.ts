import { expect } from 'vitest'
import { allMatchers } from './all.ts'

expect.extend(allMatchers())

export { expect }
