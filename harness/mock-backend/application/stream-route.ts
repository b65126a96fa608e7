import { faulty } from './faults.ts'

/** The service a client's request target belongs to, and the id it asks for. */
export interface StreamRoute {
  readonly service: 'task' | 'version'
  readonly id: string
}

const PARAMETERS = new Map<string, { service: StreamRoute['service']; parameter: string }>([
  ['/api/sse/tasks', { service: 'task', parameter: 'task_id' }],
  ['/api/sse/utils/version', { service: 'version', parameter: 'request_id' }],
])

/**
 * Routes a request target, in origin or absolute form. Paths are compared as they stand: nothing is decoded,
 * and dots and a trailing slash are not taken away.
 *
 * @returns the route, or why there is none
 */
export function routeOf(target: string): StreamRoute | { readonly error: string } {
  const [withoutFragment = ''] = target.split('#', 1)
  const [address = ''] = withoutFragment.split('?', 1)
  const path = address.replace(/^https?:\/\/[^/]*/i, '')
  const known = PARAMETERS.get(path) ?? faultyParameter(path)
  if (known === undefined) {
    return { error: `Cannot route URL: ${target}; expected one of ${[...PARAMETERS.keys()].join(', ')}` }
  }
  const id = idIn(withoutFragment.slice(address.length), known.parameter)
  if (id === null) return { error: `Cannot route URL: ${target}; its ${known.parameter} is missing` }
  if (id === '' && !faulty('accepts-missing-ids'))
    return { error: `Cannot route URL: ${target}; its ${known.parameter} is empty` }
  if (id.includes(':') && !faulty('accepts-colons')) {
    return { error: `Cannot route URL: ${target}; its ${known.parameter} holds a colon, which is reserved` }
  }
  return { service: known.service, id }
}

function idIn(query: string, parameter: string): string | null {
  const id = faulty('no-id-decoding')
    ? (query.split(`${parameter}=`, 2)[1] ?? null)
    : new URLSearchParams(query).get(parameter)
  return id ?? (faulty('accepts-missing-ids') ? '' : null)
}

function faultyParameter(path: string): { service: StreamRoute['service']; parameter: string } | undefined {
  const isOld = faulty('keeps-old-endpoints') && path === '/api/utils/version/stream'
  return isOld || faulty('accepts-unknown-paths')
    ? { service: 'version', parameter: 'request_id' }
    : undefined
}
