import { expect, scenario, taskStream } from '../../harness/index.ts'

/** HEARTBEAT_INTERVAL_SECONDS as it is by default, in milliseconds. */
const DEFAULT_INTERVAL_MS = 15_000

scenario.scripted('front/silent-stream-stays-open', async ({ backend, open }) => {
  backend.replyToConnect({})
  await expect(await open(taskStream('42'))).toOutliveSilence(DEFAULT_INTERVAL_MS)
})
