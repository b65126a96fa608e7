import type { Entry, EntryOf, Timeline } from '../timeline/index.ts'

/** A client of the scenario, as it is called in a recipe. */
export interface RecipeClient {
  /** Counted from 1. */
  readonly number: number
  readonly request: EntryOf<'stream-request'>
  /** What the gateway told the backend of it, the connect callback first. */
  readonly calls: readonly OwnCall[]
  readonly token: string | undefined
}

/** A callback about such a client, and what became of it. */
export interface OwnCall {
  /** What it is called where the stand-in backend is asked about it: `2` for the second connect, `2/end` for that stream's disconnect. */
  readonly name: string
  readonly request: EntryOf<'callback-request'>
  readonly end: EntryOf<'callback-response'> | EntryOf<'callback-unanswered'> | undefined
  /** How long the backend meant to take, in milliseconds. */
  readonly delayMs: number | undefined
}

/** The clients of a scenario in their order; those that the harness uses as fences are left out. */
export function recipeClients(timeline: Timeline): readonly RecipeClient[] {
  let announced = 0
  return timeline
    .all('stream-request')
    .filter(({ fence }) => fence !== true)
    .map((request, n) => {
      const connect = timeline.exchanges.connect(request.stream).request
      if (connect !== undefined) announced += 1
      const [disconnect] = timeline.exchanges.disconnects(request.stream)
      return {
        number: n + 1,
        request,
        token: connect?.payload.token,
        calls: [
          ...(connect === undefined ? [] : [callOf(timeline, `${announced}`, connect)]),
          ...(connect === undefined || disconnect === undefined
            ? []
            : [callOf(timeline, `${announced}/end`, disconnect)]),
        ],
      }
    })
}

function callOf(timeline: Timeline, name: string, request: EntryOf<'callback-request'>): OwnCall {
  const { response, unanswered } = timeline.exchanges.callback(request.call)
  const behind = timeline.entries[timeline.entries.indexOf(request) + 1]
  return {
    name,
    request,
    end: response ?? unanswered,
    delayMs: behind?.kind === 'note' ? behind.delayMs : undefined,
  }
}

/** Whether something is done there by a client, by the backend of its own accord, or to the gateway's process. */
export function isDeed(entry: Entry, clients: readonly RecipeClient[]): boolean {
  switch (entry.kind) {
    case 'stream-request':
      return clients.some(({ request }) => request === entry)
    case 'send-request':
      return !entry.fence
    case 'line-sent':
      return true
    case 'stream-end':
      return entry.how.endsWith('-by-client') && isAbout(entry, clients)
    case 'gateway-handled':
      return entry.signal !== undefined || entry.restarts === true
    default:
      return false
  }
}

/** The client that an entry of a stream is about. */
export function clientOf(
  { stream }: { readonly stream: number | undefined },
  clients: readonly RecipeClient[],
): RecipeClient | undefined {
  return clients.find(({ request }) => request.stream === stream)
}

function isAbout(entry: { readonly stream: number }, clients: readonly RecipeClient[]): boolean {
  return clientOf(entry, clients) !== undefined
}
