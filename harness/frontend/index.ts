export { type FrontendRequest, judgeFrontend } from './judge.ts'
