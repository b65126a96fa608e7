import type { FrontendClauseId } from '../contract/index.ts'
import { frontendFault } from '../diagnosis/index.ts'
import { WaitTimeoutError } from '../util/errors.ts'
import type { PageStream } from './page-stream.ts'
import type { Visit, VisitOptions } from './visit.ts'

/** How a clause is checked: with a page that is visited in the way that the check needs. */
export type Check = (visit: (more?: Pick<VisitOptions, 'beforeBody'>) => Promise<Visit>) => Promise<void>

/** Every clause about frontends and its check; one that has none does not compile. */
export const CHECKS: Readonly<Record<FrontendClauseId, Check>> = {
  'frontend/current-targets': async visit => {
    const seen = await visit()
    await seen.settle()
    const wrong = seen.streams.find(({ is }) => is.is === 'wrong')
    if (wrong === undefined) return
    throw frontendFault(wrong.stream, {
      what: 'stream-target-wrong',
      summary: `The page asked for ${wrong.stream.target}, which is no stream of the backend.`,
      expected: 'GET /api/sse/tasks?task_id=… or /api/sse/utils/version?request_id=…',
    })
  },

  'frontend/removed-targets-unused': async visit => {
    const seen = await visit()
    await seen.settle()
    const [target] = seen.removed
    if (target === undefined) return
    throw frontendFault([], {
      what: 'removed-target-used',
      summary: `The page asked for ${target}, which was removed when the gateway took over the streams; a backend answers it 404.`,
      expected: 'no request for a removed stream',
    })
  },

  'frontend/ready-awaited': async visit => {
    const held = Promise.withResolvers<void>()
    const seen = await visit({ beforeBody: () => held.promise })
    try {
      // The page sees its streams open, and no event on them.
      await seen.heads()
    } finally {
      seen.note('the page can see events on its streams only from here on')
      held.resolve()
    }
    await seen.settle()
    const early = seen.actions.find(({ before }) => before.length > 0)
    if (early === undefined) return
    throw frontendFault(
      early.before.map(({ stream }) => stream.number),
      {
        what: 'acts-before-ready',
        summary: `The page asked for ${early.method} ${early.target} when ${early.before.map(({ stream }) => stream.target).join(' and ')} had not said ready. Events that this request causes may come before the stream is there to take them.`,
        expected: 'event: ready, and then the request',
      },
    )
  },

  'frontend/one-stream-after-reload': async visit => {
    const seen = await visit()
    await seen.settle()
    const before = seen.open
    seen.note('the page is reloaded')
    await seen.page.reload({ waitUntil: 'domcontentloaded' })
    const after = (): PageStream[] => seen.open.filter(each => !before.includes(each))
    await seen.until('the page to open its streams again', () => seen.streams.length > before.length)
    await seen
      .until('the streams of before to end', () => before.every(({ stream }) => stream.ended))
      .catch(ifExpired(() => {}))
    await seen.settle()
    const twice = after().find((one, at, all) => all.findIndex(({ thing }) => thing === one.thing) !== at)
    const left = before.find(({ stream }) => stream.ended === undefined)
    const surplus = (['task', 'version'] as const).find(kind =>
      isMore(after(), before, each => each.is.is === 'current' && each.is.kind === kind),
    )
    if (twice === undefined && left === undefined && surplus === undefined) return
    const opened = [...before, ...after()].filter(({ stream }) => stream.ended === undefined)
    throw frontendFault(
      opened.map(({ stream }) => stream.number),
      {
        what: 'second-stream-after-reload',
        summary: `Before the reload the page had ${inWords(before)}; after it, ${inWords(opened)}.`,
        expected: `${inWords(before)}, and no more`,
      },
    )
  },

  'frontend/reconnects': async visit => {
    const seen = await visit()
    await seen.settle()
    const ended = seen.open.filter(({ is }) => is.is === 'current')
    for (const { stream } of ended) await seen.backend.send({ token: stream.token ?? '', close: true })
    for (const one of ended) {
      const again = (): boolean =>
        seen.streams
          .slice(seen.streams.indexOf(one) + 1)
          .some(each => !ended.includes(each) && isSameKind(each, one))
      await seen.until(`the page to open ${one.stream.target} again`, again, RECONNECT_LIMIT_MS).catch(
        ifExpired(({ limitMs }) => {
          throw frontendFault(one.stream, {
            what: 'no-reconnect',
            summary: `The gateway ended ${one.stream.target} without connection_close, as a gateway that restarts does. Within ${limitMs / 1000} s the page did not open it again.`,
            expected: `GET ${one.stream.target} once more`,
          })
        }),
      )
    }
  },
}

/** A browser waits some seconds before it connects again: three in Chromium, five in Firefox. */
const RECONNECT_LIMIT_MS = 10_000

function isSameKind(one: PageStream, other: PageStream): boolean {
  return one.is.is === 'current' && other.is.is === 'current' && one.is.kind === other.is.kind
}

function isMore(
  after: readonly PageStream[],
  before: readonly PageStream[],
  counts: (each: PageStream) => boolean,
): boolean {
  return after.filter(counts).length > before.filter(counts).length
}

function inWords(streams: readonly PageStream[]): string {
  if (streams.length === 0) return 'no stream open'
  return streams.map(({ stream }) => stream.target).join(' and ')
}

function ifExpired(act: (error: WaitTimeoutError) => void): (error: unknown) => void {
  return error => {
    if (!(error instanceof WaitTimeoutError)) throw error
    act(error)
  }
}
