import {
  type BackendScenarioContext,
  backendScenario,
  expect,
  taskStream,
  versionStream,
} from '../../harness/backend-scenarios.ts'

const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`

function connect(url: unknown, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { action: 'connect', token: crypto.randomUUID(), request: { url, headers: {} }, ...more }
}

async function refuses(scene: BackendScenarioContext, targets: readonly string[]): Promise<void> {
  for (const target of targets) {
    const stream = await scene.gateway.connect(target)
    expect(await stream.answered).toRefuseWith(400)
  }
}

backendScenario('backend/unknown-path-refused', async scene => {
  const id = `request_id=${scene.uniqueId()}&task_id=1`
  await refuses(scene, [
    '/',
    `/api/sse?${id}`,
    `/api/sse/unknown?${id}`,
    `/api/sse/tasks/1?${id}`,
    `/api/sse/utils/versions?${id}`,
  ])
})

backendScenario('backend/missing-id-refused', async scene => {
  await refuses(scene, [
    '/api/sse/tasks',
    '/api/sse/tasks?task_id=',
    '/api/sse/tasks?request_id=1',
    '/api/sse/utils/version',
    '/api/sse/utils/version?request_id=&task_id=1',
    '/api/sse/utils/version?REQUEST_ID=1',
  ])
})

backendScenario('backend/colon-id-refused', async scene => {
  const id = scene.uniqueId()
  await refuses(scene, [
    taskStream(`version:${id}`),
    versionStream(`task:${id}`),
    versionStream(`${id}:`),
    versionStream(`task%3A${id}`),
  ])
})

backendScenario('backend/old-endpoints-gone', 'as streams', async scene => {
  const id = scene.uniqueId()
  await refuses(scene, [
    `/api/tasks/${id}/stream?task_id=${id}`,
    `/api/utils/version/stream?request_id=${id}`,
  ])
})

backendScenario('backend/old-endpoints-gone', 'as pages', async ({ backend, uniqueId }) => {
  expect(await backend.request('GET', `/api/tasks/${uniqueId()}/stream`)).toHaveBeenAnswered([404])
  expect(
    await backend.request('GET', `/api/utils/version/stream?request_id=${uniqueId()}`),
  ).toHaveBeenAnswered([404])
})

backendScenario('backend/unknown-action-refused', async ({ gateway, uniqueId }) => {
  for (const action of ['reconnect', 'CONNECT', '', 'disconnected']) {
    const body = JSON.stringify(connect(versionStream(uniqueId()), { action, reason: 'error' }))
    const answer = await gateway.postRaw({ asked: `the action "${action}"`, body })
    expect(answer).toRefuseWith(400, 'unknown-action-accepted')
  }
})

backendScenario('backend/broken-json-refused', async ({ gateway, uniqueId }) => {
  const whole = JSON.stringify(connect(versionStream(uniqueId())))
  for (const body of [
    '',
    '{',
    whole.slice(0, -1),
    `${whole}}`,
    whole.replaceAll('"', "'"),
    'action=connect',
  ]) {
    expect(await gateway.postRaw({ asked: 'a body that is no JSON', body })).toRefuseWith(400)
  }
})

backendScenario('backend/other-content-refused', async ({ gateway, uniqueId }) => {
  const body = JSON.stringify(connect(versionStream(uniqueId())))
  for (const contentType of ['text/plain', 'application/x-www-form-urlencoded', '']) {
    const asked = contentType === '' ? 'JSON without a content type' : `JSON declared as ${contentType}`
    expect(await gateway.postRaw({ asked, body, contentType })).toRefuseWith(400)
  }
})

backendScenario('backend/wrong-types-refused', async ({ gateway, uniqueId }) => {
  const url = versionStream(uniqueId())
  const { token: _token, ...tokenless } = connect(url)
  const wrong: readonly unknown[] = [
    tokenless,
    connect(url, { token: 42 }),
    connect(url, { token: null }),
    connect(url, { request: undefined }),
    connect(url, { request: url }),
    connect(url, { request: { headers: {} } }),
    connect([url]),
    connect(url, { request: { url, headers: 'none' } }),
    [connect(url)],
  ]
  for (const callback of wrong) {
    const body = JSON.stringify(callback)
    expect(await gateway.postRaw({ asked: 'a callback of wrong types', body })).toRefuseWith(400)
  }
})

backendScenario('backend/refusal-is-json', async ({ gateway, uniqueId }) => {
  const url = versionStream(uniqueId())
  const callback = JSON.stringify(connect(url))
  const refused = await Promise.all([
    gateway.connect('/api/sse/unknown').then(stream => stream.answered),
    gateway.connect('/api/sse/tasks').then(stream => stream.answered),
    gateway.connect(taskStream('a:b')).then(stream => stream.answered),
    gateway.postRaw({ asked: 'a body that is no JSON', body: '{' }),
    gateway.postRaw({ asked: 'JSON declared as text/plain', body: callback, contentType: 'text/plain' }),
    gateway.postRaw({ asked: 'an unknown action', body: JSON.stringify(connect(url, { action: 'x' })) }),
  ])
  for (const answer of refused) expect(answer).toHaveErrorMessage()
})

backendScenario('backend/hostile-urls-handled', async ({ gateway, uniqueId, open }) => {
  const id = uniqueId()
  const targets = [
    '*',
    '//',
    '/..%2f..%2fetc/passwd',
    'http://[::1/api/sse/tasks?task_id=1',
    '/api/sse/tasks?task_id=%',
    '/api/sse/tasks?task_id=%zz',
    '/api/sse/tasks?task_id=%ff%fe',
    '/api/sse/tasks?task_id=%ed%a0%80',
    '/api/sse/tasks?task_id=%00',
    '/api/sse/tasks?task_id=\u0000\u0007\u001b[2J',
    '/api/sse/tasks?task_id=%0d%0aSet-Cookie:%20a=b',
    '/api/sse/tasks?task_id[]=1&task_id[x]=2',
    '/api/sse/tasks?task_id=__proto__',
    '/api/sse/utils/version?request_id=constructor',
    `/api/sse/utils/version?request_id=${id}&request_id=${id}-2`,
    `/api/sse/utils/version?request_id=${id};DROP TABLE tasks`,
    '/api/sse/utils/version?request_id=\u202e\ufeff\uffff🎭',
    `/api/sse/utils/version?request_id=${'a'.repeat(15_000)}`,
    `/api/sse/utils/version?request_id=${id}${'&a'.repeat(7_000)}`,
    `/api/sse/utils/version?request_id=${id}#?request_id=`,
  ]
  for (const target of targets) {
    const stream = await gateway.connect(target)
    expect(await stream.answered).toBeAcceptedOrRefused()
    if (stream.state === 'open') expect(await stream.disconnect()).toBeAcknowledged()
  }
  await open(versionStream(id))
})

backendScenario('backend/hostile-bodies-handled', async ({ gateway, uniqueId, open }) => {
  const url = versionStream(uniqueId())
  const callback = JSON.stringify(connect(url))
  const bodies: readonly (readonly [asked: string, body: string | Buffer, contentType?: string])[] = [
    ['null', 'null'],
    ['a number', '42'],
    ['a list', '[]'],
    ['a text', '"connect"'],
    ['an empty object', '{}'],
    ['a list that is nested deeply', DEEP],
    ['a callback with deeply nested headers', callback.replace('"headers":{}', `"headers":{"x":${DEEP}}`)],
    ['a megabyte', JSON.stringify(connect(url, { padding: 'x'.repeat(1_000_000) }))],
    ['a callback with a huge number', callback.replace('"headers":{}', '"headers":{"x":1e999}')],
    ['NaN', callback.replace('"headers":{}', '"headers":{"x":NaN}')],
    ['half a character', callback.replace('request_id=', 'request_id=\\ud800')],
    ['bytes that are no UTF-8', Buffer.from(callback.replace('request_id=', 'request_id=\u00ff'), 'latin1')],
    ['UTF-16', Buffer.from(callback, 'utf16le'), 'application/json; charset=utf-16'],
    ['a byte order mark', `\ufeff${callback}`],
    ['a charset that nobody knows', callback, 'application/json; charset=nonsense'],
  ]
  for (const [asked, body, contentType] of bodies) {
    const answer = await gateway.postRaw({
      asked,
      body,
      ...(contentType === undefined ? {} : { contentType }),
    })
    expect(answer).toBeAcceptedOrRefused()
  }
  await open(url)
})
