export { mockBackendTarget } from './mock-target.ts'
