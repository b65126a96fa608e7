import './responses.ts'
import './lifecycle.ts'
import './prometheus.ts'
import './sends.ts'

export { expect } from 'vitest'
