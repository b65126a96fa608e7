import { type Entry, type EntryOf, markerIn, type Timeline } from '../timeline/index.ts'
import { clientOf, isDeed, type OwnCall, type RecipeClient } from './recipe-client.ts'
import { inOrder, type Step, WAITS } from './recipe-order.ts'

/** What happens in less time, in milliseconds, needs no time in a recipe. */
const NO_TIME_MS = 1_000

/** What a scenario did, and what it had seen before it did the next thing. */
export class Steps {
  readonly all: readonly Step[]
  readonly #timeline: Timeline
  readonly #clients: readonly RecipeClient[]
  readonly #deeds: readonly Entry[]
  readonly #found: Step[] = []
  readonly #said = new Set<number>()
  #at = 0

  /** @param until when it was judged, in milliseconds since the timeline began */
  constructor(
    timeline: Timeline,
    clients: readonly RecipeClient[],
    until = timeline.entries.at(-1)?.at ?? 0,
  ) {
    this.#timeline = timeline
    this.#clients = clients
    this.#deeds = timeline.entries.filter(entry => isDeed(entry, clients))
    for (const entry of timeline.entries) this.#take(entry)
    if (this.#found.length > 0) this.#let(until)
    this.all = inOrder(this.#found)
  }

  /** Whether the answer to a callback waits until something else was done. */
  isHeld({ end, request }: OwnCall): boolean {
    return this.#isDoneBetween(request, end)
  }

  #isDoneBetween(from: Entry, to: Entry | undefined): boolean {
    const { entries } = this.#timeline
    const [begin, end] = [entries.indexOf(from), to === undefined ? entries.length : entries.indexOf(to)]
    return this.#deeds.some(deed => entries.indexOf(deed) > begin && entries.indexOf(deed) < end)
  }

  #take(entry: Entry): void {
    switch (entry.kind) {
      case 'stream-request':
        this.#ask(entry)
        return
      case 'send-request':
        if (entry.fence) this.#fence(entry)
        else this.#send(entry)
        return
      case 'send-response':
        this.#answered(entry)
        return
      case 'line-sent':
        this.#say(entry)
        return
      case 'stream-bytes':
        this.#data(entry)
        return
      case 'stream-end':
      case 'stream-response':
      case 'stream-event':
        this.#see(entry)
        return
      case 'callback-request':
      case 'callback-response':
      case 'callback-unanswered':
        this.#call(entry)
        return
      case 'gateway-handled':
        if (entry.signal !== undefined) this.#add(entry, { kind: 'signal', signal: entry.signal })
        if (entry.restarts === true) this.#add(entry, { kind: 'restart' })
        return
      case 'gateway-exited':
        if (this.#found.some(({ kind }) => kind === 'signal')) this.#add(entry, { kind: 'ended' })
    }
  }

  #add({ at }: Entry, step: Step): void {
    if (this.#found.length > 0 && !WAITS.has(step.kind)) this.#let(at)
    this.#found.push(step)
    this.#at = at
  }

  /** Time that passed without anything that a recipe waits for. */
  #let(at: number): void {
    const ms = at - this.#at
    if (ms >= NO_TIME_MS) this.#found.push({ kind: 'pass', seconds: Math.round(ms / 1_000) })
  }

  #ask(entry: EntryOf<'stream-request'>): void {
    const client = clientOf(entry, this.#clients)
    if (client === undefined) return
    const { end } = this.#timeline.exchanges.stream(entry.stream)
    const isOver = end !== undefined && !isByClient(end) && !this.#isDoneBetween(entry, end)
    this.#add(entry, { kind: 'ask', client, isOver })
  }

  #send(entry: EntryOf<'send-request'>): void {
    const { response } = this.#timeline.exchanges.send(entry.send)
    this.#add(entry, {
      kind: 'send',
      send: entry,
      isOpen: response !== undefined && this.#isAnsweredBetween(entry, response),
    })
  }

  /** Whether a callback that was held back is answered between the two. */
  #isAnsweredBetween(from: Entry, to: Entry): boolean {
    const { entries } = this.#timeline
    const calls = this.#clients.flatMap(({ calls }) => calls).filter(call => this.isHeld(call))
    const isWithin = (entry: Entry): boolean =>
      entries.indexOf(entry) > entries.indexOf(from) && entries.indexOf(entry) < entries.indexOf(to)
    return calls.some(({ end }) => end !== undefined && isWithin(end))
  }

  #answered(entry: EntryOf<'send-response'>): void {
    const isOpen = this.#found.some(
      step => step.kind === 'send' && step.isOpen && step.send.send === entry.send,
    )
    if (isOpen) this.#add(entry, { kind: 'sent', send: entry.send })
  }

  /** Of the fences behind what was sent to a stream, the last says all. */
  #fence(entry: EntryOf<'send-request'>): void {
    const client = this.#clients.find(({ token }) => token !== undefined && token === entry.command.token)
    const last = this.#timeline
      .all('send-request')
      .findLast(({ command, fence }) => fence && command.token === entry.command.token)
    if (client !== undefined && last === entry) this.#add(entry, { kind: 'fence', client })
  }

  #say(entry: EntryOf<'line-sent'>): void {
    const { line } = entry
    if (this.#said.has(line)) return
    this.#said.add(line)
    const pieces = this.#timeline.all('line-sent').filter(sent => sent.line === line)
    this.#add(entry, { kind: 'say', pieces: pieces.map(({ bytes }) => bytes) })
  }

  #see(entry: EntryOf<'stream-response' | 'stream-end' | 'stream-event'>): void {
    const client = clientOf(entry, this.#clients)
    if (client === undefined) return
    if (this.#isOver(client)) this.#at = entry.at
    else if (entry.kind === 'stream-response') this.#add(entry, { kind: 'head', client })
    else if (entry.kind === 'stream-end')
      this.#add(entry, { kind: isByClient(entry) ? 'leave' : 'end', client })
    else if (markerIn(entry.event.data) !== undefined && this.#lastIs('fence', client))
      this.#add(entry, { kind: 'fenced', client })
  }

  #data(entry: EntryOf<'stream-bytes'>): void {
    const client = clientOf(entry, this.#clients)
    if (client === undefined || this.#isOver(client)) return
    const { entries } = this.#timeline
    const chunks = entries
      .slice(0, entries.indexOf(entry) + 1)
      .flatMap(other => (other.kind === 'stream-bytes' && other.stream === entry.stream ? [other.bytes] : []))
    const lines = Buffer.concat(chunks).toString('latin1').match(/^data/gm)?.length ?? 0
    if (lines > 0) this.#add(entry, { kind: 'data', client, lines })
  }

  /** Whether a client has been waited for. */
  #isOver(client: RecipeClient): boolean {
    return this.#found.some(step => step.kind === 'ask' && step.client === client && step.isOver)
  }

  #lastIs(kind: 'fence', client: RecipeClient): boolean {
    return this.#found.some(step => step.kind === kind && step.client === client)
  }

  #call(entry: EntryOf<'callback-request' | 'callback-response' | 'callback-unanswered'>): void {
    for (const client of this.#clients) {
      for (const call of client.calls) {
        if (call.request === entry) {
          const kind = entry.payload.action === 'connect' ? 'announced' : 'reported'
          this.#add(entry, { kind, client, call })
        } else if (call.end === entry && this.isHeld(call) && !isGivenUp(entry)) {
          this.#add(entry, { kind: 'answer', call })
        } else if (call.end === entry) this.#at = entry.at
      }
    }
  }
}

function isByClient({ how }: EntryOf<'stream-end'>): boolean {
  return how.endsWith('-by-client')
}

/** Whether nobody waited for the answer any more. */
export function isGivenUp(end: OwnCall['end']): boolean {
  return end?.kind === 'callback-unanswered' && end.by !== 'backend'
}
