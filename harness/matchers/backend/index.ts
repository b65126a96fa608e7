import './responses.ts'
import './lifecycle.ts'
import './sends.ts'

export { expect } from 'vitest'
