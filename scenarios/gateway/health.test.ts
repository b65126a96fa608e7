import { expect, scenario, taskStream } from '../../harness/index.ts'

const LAUNCHED = { ownGateway: true, launchesOnly: true } as const

scenario.scripted('health/alive', async ({ backend, request, open, requestStream }) => {
  backend.replyToConnect({})
  const gate = backend.holdConnect({ target: taskStream('held') })
  await open(taskStream('42'))
  requestStream(taskStream('held'))
  await gate.reached()
  expect(await request('GET', '/healthz')).toHaveStatus([200])
  gate.open()
})

scenario.scripted('health/ready', async ({ backend, request, open }) => {
  backend.replyToConnect({})
  expect(await request('GET', '/readyz')).toHaveStatus([200])
  await Promise.all([open(taskStream('1')), open(taskStream('2')), open(taskStream('3'))])
  expect(await request('GET', '/readyz')).toHaveStatus([200])
})

scenario.scripted('health/ready-without-backend', async ({ backend, request }) => {
  await backend.whileGone(async () => {
    expect(await request('GET', '/readyz')).toHaveStatus([200])
    expect(await request('GET', '/healthz')).toHaveStatus([200])
  })
})

scenario.scripted(
  'health/unready-without-callback',
  'CALLBACK_URL is not set',
  async ({ gateway }) => {
    const launched = await gateway.launch({ CALLBACK_URL: undefined })
    await expect(launched).toAnswer('/healthz', 200)
    await expect(launched).toAnswer('/readyz', 503)
  },
  LAUNCHED,
)

scenario.scripted(
  'health/no-callback-no-stream',
  'CALLBACK_URL is not set',
  async ({ gateway }) => {
    const launched = await gateway.launch({ CALLBACK_URL: undefined })
    await expect(launched).toAnswer(taskStream('42'), 503)
  },
  LAUNCHED,
)

for (const url of ['not a url', 'ftp://127.0.0.1/', 'http://']) {
  scenario.scripted(
    'health/unready-with-unusable-callback',
    JSON.stringify(url),
    async ({ gateway }) => {
      await expect(await gateway.launch({ CALLBACK_URL: url })).toBeNotReadyOrExited()
    },
    LAUNCHED,
  )
}
