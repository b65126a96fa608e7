import { NotTestableError } from '../util/errors.ts'

/** What an engine says when a request fails. */
interface EngineError {
  readonly statusCode?: number
  readonly code?: string
  readonly message?: string
  readonly json?: { readonly message?: string; readonly cause?: string }
}

/** What went wrong, in the engine's own words and on one line. */
function engineMessage(error: unknown): string {
  const { json, message } = error as EngineError
  return (json?.message ?? json?.cause ?? message ?? String(error)).replace(/\s+/g, ' ').trim().slice(0, 300)
}

export function isNotFound(error: unknown): boolean {
  return (error as EngineError).statusCode === 404
}

/** Why a request to the engine failed, and what to do. @param doing e.g. `start a container of the image x` */
export function engineFailure(doing: string, error: unknown): NotTestableError {
  if (error instanceof NotTestableError) return error
  const { code } = error as EngineError
  const said = engineMessage(error)
  if (/no space left|disk quota exceeded/i.test(said)) {
    return new NotTestableError(
      `The container engine found no space to ${doing} (${said}); free some, for example with "docker system prune" or "podman system prune".`,
    )
  }
  if (/exec format error/i.test(said)) {
    return new NotTestableError(
      `The container engine could not ${doing}: the image is for another platform (${said}); build it for this one.`,
    )
  }
  if (code === 'ETIMEDOUT' || code === 'ECONNRESET' || code === 'ECONNREFUSED' || code === 'ENOENT') {
    return new NotTestableError(
      `The container engine did not answer when it was asked to ${doing} (${code}); see whether it still runs, with "docker info" or "podman info".`,
    )
  }
  return new NotTestableError(`The container engine could not ${doing}: ${said}`)
}
