export { FrontendSession, lookAtPage } from './judge.ts'
