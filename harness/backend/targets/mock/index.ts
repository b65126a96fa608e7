export { mock, mockBackendTarget } from './target.ts'
