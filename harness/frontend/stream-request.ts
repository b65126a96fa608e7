import { taskStream, versionStream } from '../contract/stream-paths.ts'

/** What a stream shows: a task, or the version that is deployed. */
export type Kind = 'task' | 'version'

/** A request of a page that has to do with streams. */
export type StreamTarget =
  | { readonly is: 'current'; readonly kind: Kind; readonly id: string }
  /** It is among the streams, and at no target that the backend has. */
  | { readonly is: 'wrong' }
  /** A stream endpoint of before the gateway. */
  | { readonly is: 'removed' }

const STREAMS = '/api/sse/'

const REMOVED = /^\/api\/(?:tasks\/[^/]+|utils\/version)\/stream$/

/** Path and parameter of each kind. */
const CURRENT = (['task', 'version'] as const).map(kind => {
  const { pathname, searchParams } = new URL(
    kind === 'task' ? taskStream('id') : versionStream('id'),
    'http://page',
  )
  const [parameter = ''] = searchParams.keys()
  return { kind, pathname, parameter }
})

/** @returns `undefined` for a request that has nothing to do with streams */
export function streamTargetOf({ pathname, searchParams }: URL): StreamTarget | undefined {
  if (REMOVED.test(pathname)) return { is: 'removed' }
  if (!pathname.startsWith(STREAMS)) return undefined
  const current = CURRENT.find(each => each.pathname === pathname)
  const id = current === undefined ? '' : (searchParams.get(current.parameter) ?? '')
  if (current === undefined || id === '' || id.includes(':')) return { is: 'wrong' }
  return { is: 'current', kind: current.kind, id }
}
