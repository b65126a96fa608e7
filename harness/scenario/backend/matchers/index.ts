import './answers.ts'
import './life.ts'
import './sends.ts'

export { expect } from 'vitest'
