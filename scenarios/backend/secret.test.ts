import {
  type BackendScenarioContext,
  backendScenario,
  expect,
  taskStream,
  versionStream,
} from '../../harness/backend-scenarios.ts'

const PRODUCTION = { production: true } as const

const CREDENTIALS = {
  accept: 'text/event-stream',
  authorization: 'Bearer abc.def.ghi',
  cookie: 'session=s3cr3t-cookie',
}

function connect(url: string, headers: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify({ action: 'connect', token: crypto.randomUUID(), request: { url, headers } })
}

function secretsOf({ gateway }: BackendScenarioContext): string[] {
  return [gateway.secret, 'abc.def.ghi', 's3cr3t-cookie']
}

backendScenario(
  'backend/secret-required',
  'a wrong one, half of it, and none',
  async ({ gateway, uniqueId }) => {
    for (const secret of ['wrong', gateway.secret.slice(0, -1), `${gateway.secret}x`, '']) {
      const asked = secret === '' ? 'a callback without a secret' : 'a callback with a wrong secret'
      const answer = await gateway.postRaw({ asked, body: connect(taskStream(uniqueId())), secret })
      expect(answer).toRefuseWith(401)
    }
  },
  PRODUCTION,
)

backendScenario(
  'backend/secret-accepted',
  'from the connect to the disconnect',
  async ({ uniqueId, open }) => {
    const stream = await open(versionStream(uniqueId()))
    expect(await stream.disconnect()).toBeAcknowledged()
  },
  PRODUCTION,
)

backendScenario(
  'backend/secret-checked-first',
  'whatever is wrong with it',
  async ({ gateway }) => {
    for (const body of ['{', 'null', '{"action":"reconnect"}', connect('/nowhere')]) {
      const answer = await gateway.postRaw({
        asked: 'a wrong body without the secret',
        body,
        secret: 'wrong',
      })
      expect(answer).toRefuseWith(401, 'secret-checked-late')
    }
  },
  PRODUCTION,
)

backendScenario('backend/secret-not-required-outside-production', async ({ gateway, uniqueId }) => {
  for (const secret of ['wrong', '']) {
    const body = connect(versionStream(uniqueId()))
    const asked = secret === '' ? 'a callback without a secret' : 'a callback with a wrong secret'
    expect(await gateway.postRaw({ asked, body, secret })).toBeAcceptedWithoutSecret()
  }
})

backendScenario(
  'backend/no-hooks-in-production',
  'neither tasks nor versions',
  async ({ backend, uniqueId, open }) => {
    const id = uniqueId()
    const announcement = { request_id: id, version: '1.0' }
    const refused = [400, 401, 403, 404, 405]
    const announced = await backend.request('POST', '/api/testing/deployments/version', announcement)
    expect(announced).toHaveBeenAnswered(refused, 'test-hooks-in-production')
    const started = await backend.request('POST', '/api/testing/tasks/start', { task_type: 'demo_task' })
    expect(started).toHaveBeenAnswered(refused, 'test-hooks-in-production')
    expect(await open(versionStream(id))).toHaveBeenSentSoFar([])
  },
  PRODUCTION,
)

backendScenario('backend/answers-leak-nothing', 'about what was wrong', async scene => {
  const { gateway, uniqueId } = scene
  const body = JSON.stringify({ action: 'connect', token: 1, request: { url: '/x', headers: CREDENTIALS } })
  const answers = await Promise.all([
    gateway.connect(versionStream(uniqueId()), CREDENTIALS).then(stream => stream.answered),
    gateway.connect('/nowhere', CREDENTIALS).then(stream => stream.answered),
    gateway.connect(taskStream('%00'), CREDENTIALS).then(stream => stream.answered),
    gateway.postRaw({ asked: 'a callback of wrong types', body, headers: CREDENTIALS }),
    gateway.postRaw({ asked: 'a body that is no JSON', body: body.slice(1), headers: CREDENTIALS }),
  ])
  for (const answer of answers) expect(answer).toNotRepeat(secretsOf(scene))
})

backendScenario(
  'backend/answers-leak-nothing',
  'to whoever lacks the secret',
  async scene => {
    const { gateway, uniqueId } = scene
    for (const secret of ['wrong', '']) {
      const body = connect(versionStream(uniqueId()), CREDENTIALS)
      const answer = await gateway.postRaw({ asked: 'a callback without the secret', body, secret })
      expect(answer).toNotRepeat(secretsOf(scene))
    }
  },
  PRODUCTION,
)

backendScenario(
  'backend/logs-leak-nothing',
  'from the first callback to the end of the process',
  async scene => {
    const { backend, gateway, uniqueId, open } = scene
    const stream = await open(versionStream(uniqueId()), CREDENTIALS)
    await stream.disconnect()
    await gateway.connect('/nowhere', CREDENTIALS)
    const headers = CREDENTIALS
    await gateway.postRaw({ asked: 'a body that is no JSON', body: '{', headers })
    await gateway.postRaw({ asked: 'a callback with a wrong secret', body: '{}', secret: 'wrong', headers })
    expect(await backend.stop()).toNotContainAny(secretsOf(scene))
  },
  { production: true, own: true },
)
