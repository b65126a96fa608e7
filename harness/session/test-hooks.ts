import { randomBytes } from 'node:crypto'
import { type PayloadName, problemIn, type VersionAnnounced } from '../contract/index.ts'
import { quoted, ViolationError } from '../diagnosis/index.ts'
import { keepToContract, type StartedTask, type TaskParameters } from '../mock-backend/index.ts'
import type { HttpResponse } from '../service/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { parseJson } from '../util/parse-json.ts'

/** What a path is answered that nobody serves. */
const NO_ROUTE: ReadonlySet<number> = new Set([404, 405, 501])

/** What a hook is answered that is not to be used. */
const NO_HOOK: ReadonlySet<number> = new Set([400, 403])

/** Posts a body to a path of the backend. */
type Post = (target: string, payload: unknown) => Promise<HttpResponse>

/** The test hooks of a backend under `/api/testing`. */
export class TestHooks {
  readonly #post: Post
  readonly #compare: Post
  #missing: NotTestableError | undefined

  /** @param compare posts to a path that no backend has */
  constructor(post: Post, compare: Post) {
    this.#post = post
    this.#compare = compare
  }

  /** Set once a test hook was asked for that the backend does not have: nothing that follows judges the backend. */
  get missing(): NotTestableError | undefined {
    return this.#missing
  }

  /** Starts a task that runs by itself. With delay 0 it ends soon. */
  async startTask(type: 'demo_task' | 'failing_task', params: TaskParameters): Promise<StartedTask> {
    const body = { task_type: type, params }
    keepToContract('task-start', body)
    return (await this.#ask('/api/testing/tasks/start', body, 'task-started')) as StartedTask
  }

  /** Announces a version to one client. */
  async announceVersion(id: string, version: string, changelog?: string): Promise<VersionAnnounced> {
    const body = { request_id: id, version, ...(changelog === undefined ? {} : { changelog }) }
    keepToContract('version-announcement', body)
    const path = '/api/testing/deployments/version'
    return (await this.#ask(path, body, 'version-announced')) as VersionAnnounced
  }

  async #ask(target: string, payload: unknown, form: PayloadName): Promise<unknown> {
    const reply = await this.#post(target, payload)
    const { status, failure } = reply
    const value = parseJson(reply.body)
    const problem = problemInAnswer(reply, value, form)
    if (problem === undefined) return value
    const missing = await noHook(reply, other => this.#compare(other, payload))
    if (missing !== undefined) {
      this.#missing ??= new NotTestableError(
        `needs the test hook POST ${target}, which the backend ${missing}; a backend has its test hooks outside of production (FLASK_ENV=testing)`,
      )
      throw this.#missing
    }
    throw new ViolationError({
      party: 'backend',
      what: status === undefined ? 'test-hook-unanswered' : 'test-hook-fails',
      summary:
        status === undefined
          ? `The backend did not answer its test hook POST ${target} (${failure}).`
          : `The backend answered its test hook POST ${target} with ${quoted(`${status} ${reply.body.trim()}`, 160)}: ${problem}.`,
      streams: [],
      expected: 'a 2xx answer in the form of the contract',
    })
  }
}

function problemInAnswer({ status }: HttpResponse, value: unknown, form: PayloadName): string | undefined {
  if (status === undefined) return 'no answer came'
  if (status >= 300) return 'an error'
  return value === undefined ? 'not JSON' : problemIn(form, value)
}

/**
 * Whether a backend lacks the test hook that gave an answer of no use. One that answers whatever it does not know with
 * a page, a redirect or an error of another status is asked for a path that nobody has, and the two are compared.
 * @param ask posts the same body to another path of the backend
 * @returns how it answers the hook, as the end of a sentence; `undefined` when the hook is there, and fails
 */
async function noHook(
  { status, contentType, body }: HttpResponse,
  ask: (target: string) => Promise<HttpResponse>,
): Promise<string | undefined> {
  if (status === undefined) return undefined
  const answer = `answers ${status}${body.trim() === '' ? '' : ` ${quoted(body.trim(), 80)}`}`
  if (NO_ROUTE.has(status)) return `answers ${status}`
  if (NO_HOOK.has(status)) return answer
  const other = await ask(`/api/testing/nobody-has-this-${randomBytes(4).toString('hex')}`)
  const isAlike = other.status === status && mediaType(other.contentType) === mediaType(contentType)
  return isAlike ? `${answer} as ${contentType || 'no content type'}, like any path` : undefined
}

function mediaType(contentType: string): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
