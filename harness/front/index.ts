export { Front, startFront } from './start.ts'
export { type FrontIdentity, type FrontTarget, isStartableFront } from './target.ts'
export { resolveFront } from './targets/index.ts'
export { bundledFront } from './targets/nginx.ts'
