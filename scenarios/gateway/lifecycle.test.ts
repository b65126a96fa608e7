import { expect, scenario, taskStream } from '../../harness/index.ts'

const OWN = { ownGateway: true } as const
const LAUNCHED = { ownGateway: true, launchesOnly: true } as const

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  scenario.scripted(
    'lifecycle/stops-on-signal',
    signal,
    async ({ gateway }) => {
      await gateway.signal(signal)
      await gateway.ended()
    },
    OWN,
  )
}

scenario.scripted(
  'lifecycle/stops-with-open-streams',
  'two open streams',
  async ({ backend, open, gateway }) => {
    backend.replyToConnect({})
    await Promise.all([open(taskStream('1')), open(taskStream('2'), { client: 'wire' })])
    await gateway.signal('SIGTERM')
    await gateway.ended()
  },
  OWN,
)

scenario.scripted(
  'lifecycle/stop-exit-code',
  'two open streams',
  async ({ backend, open, gateway }) => {
    backend.replyToConnect({})
    await Promise.all([open(taskStream('1')), open(taskStream('2'), { client: 'wire' })])
    await gateway.signal('SIGTERM')
    await expect(await gateway.ended()).toExitCleanly('SIGTERM')
  },
  OWN,
)

scenario.scripted(
  'lifecycle/stop-closes-streams',
  'two open streams',
  async ({ backend, open, gateway }) => {
    backend.replyToConnect({})
    const streams = [await open(taskStream('1')), await open(taskStream('2'), { client: 'wire' })]
    await gateway.signal('SIGTERM')
    await gateway.ended()
    for (const stream of streams) await expect(stream).toHaveEnded()
  },
  OWN,
)

scenario.scripted(
  'lifecycle/stop-reports-streams',
  'two open streams',
  async ({ backend, open, gateway }) => {
    backend.replyToConnect({})
    const streams = await Promise.all([open(taskStream('1')), open(taskStream('2'))])
    await gateway.signal('SIGTERM')
    await gateway.ended()
    expect(streams).toHaveBeenReportedByNow(['server_closed', 'error'])
  },
  OWN,
)

scenario.scripted(
  'lifecycle/restart-same-port',
  'with a stream open',
  async ({ backend, open, gateway }) => {
    backend.replyToConnect({})
    await open(taskStream('42'))
    await gateway.signal('SIGTERM')
    await gateway.ended()
    await gateway.restart()
    await expect(await open(taskStream('42'))).toBeOpen()
  },
  OWN,
)

scenario.scripted(
  'lifecycle/port-in-use-exits',
  'by another gateway',
  async ({ gateway }) => {
    await expect(await gateway.launchOnTakenPort()).toHaveRefusedToStart()
  },
  OWN,
)

for (const port of ['http', '70000', '-1', '1.5']) {
  scenario.scripted(
    'lifecycle/invalid-port-exits',
    port,
    async ({ gateway }) => {
      await expect(await gateway.launch({ PORT: port })).toRejectInvalidPort()
    },
    LAUNCHED,
  )
}

for (const interval of ['0', '-5', 'often', '1.5']) {
  scenario.scripted(
    'lifecycle/invalid-interval-reported',
    interval,
    async ({ gateway }) => {
      const launched = await gateway.launch({ HEARTBEAT_INTERVAL_SECONDS: interval })
      await launched.stop()
      const ordinary = await gateway.lastPrinted()
      expect(launched).toHaveLoggedInvalid('HEARTBEAT_INTERVAL_SECONDS', ordinary)
    },
    OWN,
  )
}

scenario.scripted(
  'lifecycle/secret-not-printed',
  'a backend that fails in every way',
  async ({ backend, requestStream, open, gateway }) => {
    backend.replyToConnect({ status: 500 }, { target: taskStream('refused') })
    backend.replyToConnect({}, { target: taskStream('42') })
    backend.replyToDisconnect({ status: 500 })
    const stream = await open(taskStream('42'))
    await expect(requestStream(taskStream('refused'))).toBeRefusedWith(500)
    await backend.whileGone(() => expect(requestStream(taskStream('gone'))).toBeRefused())
    stream.close()
    await expect(stream).toBeReportedOnce('client_closed')
    await expect(gateway).toNotLog(gateway.secret ?? '')
  },
  OWN,
)

scenario.scripted(
  'lifecycle/credentials-not-printed',
  'of a stream that opens and of one that is refused',
  async ({ backend, requestStream, open, gateway }) => {
    backend.replyToConnect({ status: 500 }, { target: taskStream('refused') })
    backend.replyToConnect({}, { target: taskStream('42') })
    const headers = { authorization: 'Bearer t0p-s3cret-token', cookie: 'session=t0p-s3cret-cookie' }
    const stream = await open(taskStream('42'), { headers })
    await expect(stream).toBeOpen()
    stream.close()
    await expect(requestStream(taskStream('refused'), { headers })).toBeRefusedWith(500)
    await expect(gateway).toNotLog('t0p-s3cret')
  },
  OWN,
)
