import './responses.ts'
import './lifecycle.ts'
import './sends.ts'

export { allMatchers } from '../registry.ts'
