export { type FrontendRequest, FrontendSession, lookAtPage } from './judge.ts'
