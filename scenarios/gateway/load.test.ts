import { expect, scenario, taskStream } from '../../harness/index.ts'

const STREAMS = 500
const EVENTS = 10

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

scenario.scripted('load/mass-disconnect-reported', async ({ backend, open }) => {
  backend.replyToConnect({})
  const streams = await inBatches(count(STREAMS), n => open(taskStream(String(n)), { client: 'wire' }))
  for (const stream of streams) stream.close()
  await expect(streams).toHaveBeenReportedOnceEach(['client_closed'])
})

function count(length: number): number[] {
  return Array.from({ length }, (_, n) => n)
}

/** A hundred at a time: more than a server's backlog takes at once is no fault of a gateway's. */
async function inBatches<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let at = 0; at < items.length; at += 100) {
    results.push(...(await Promise.all(items.slice(at, at + 100).map(act))))
  }
  return results
}
