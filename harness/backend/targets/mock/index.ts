export { mockBackendTarget } from './target.ts'
