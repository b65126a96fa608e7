import { expect, scenario, taskStream } from '../../harness/index.ts'

const STREAMS = 500
const EVENTS = 10
const BATCH = 20

scenario.scripted('load/many-streams-served', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const streams = await inBatches(count(STREAMS), n => open(taskStream(String(n)), { client: 'wire' }))
  for (const round of count(EVENTS)) {
    await inBatches(streams, stream =>
      send(stream, { event: { name: 'own', data: `[${stream.number},${round}]` } }),
    )
  }
  await inBatches(streams, stream =>
    expect(stream).toHaveReceived(
      count(EVENTS).map(round => ({ event: 'own', data: `[${stream.number},${round}]` })),
    ),
  )
})

scenario.scripted('load/mass-leave-reported', async ({ backend, open }) => {
  backend.replyToConnect({})
  const streams = await inBatches(count(STREAMS), n => open(taskStream(String(n)), { client: 'wire' }))
  for (const stream of streams) stream.close()
  await expect(streams).toHaveBeenReportedOnceEach(['client_closed'])
})

function count(length: number): number[] {
  return Array.from({ length }, (_, n) => n)
}

/**
 * A few at a time: a server's backlog takes no more at once, and each wait has its whole time for them alone, so that a slow
 * machine that goes on opening streams is no gateway that hangs.
 */
async function inBatches<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let at = 0; at < items.length; at += BATCH) {
    results.push(...(await Promise.all(items.slice(at, at + BATCH).map(act))))
  }
  return results
}
