import './callbacks.ts'
import './delivery.ts'
import './opening.ts'
import './sending.ts'

export { expect } from 'vitest'
export type { ExpectedEvent } from './declaration.ts'
export { belongsTo } from './matching.ts'
