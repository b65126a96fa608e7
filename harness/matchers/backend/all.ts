import './responses.ts'
import './lifecycle.ts'
import './prometheus.ts'
import './sends.ts'
import './replacement.ts'

export { allMatchers } from '../registry.ts'
