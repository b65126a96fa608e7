import { expect, scenario, taskStream } from '../../harness/index.ts'

for (const [what, target] of [
  ['escapes', '/api/sse/a%2Fb/%61?path=%2Fa%2fb'],
  ['repeated slashes', '/api/sse//tasks///42'],
  ['dots', '/api/sse/./a/../tasks'],
  ['text outside ASCII', '/api/sse/gr%C3%BC%C3%9Fe?q=%E2%82%AC'],
  ['a query', '/api/sse/tasks?plus=a+b&empty=&twice=1&twice=2&dots=../..'],
] as const) {
  scenario.scripted('front/request-target-unchanged', what, async ({ backend, open }) => {
    backend.replyToConnect({})
    await expect(await open(target)).toHaveConnectTarget(target)
  })
}

scenario.scripted('front/request-headers-unchanged', async ({ backend, open }) => {
  backend.replyToConnect({})
  const headers = {
    authorization: 'Bearer abc.def',
    cookie: 'session=1; theme=dark',
    'accept-language': 'de, en;q=0.5',
    'last-event-id': '7',
    'user-agent': 'conformance',
    'x-repeated': ['one', 'two'],
    'x-long': 'x'.repeat(6_000),
    x_underscore: 'kept',
  }
  await expect(await open(taskStream('42'), { headers })).toHaveConnectHeaders(headers)
})

scenario.scripted('front/forwarded-headers-added', async ({ backend, open }) => {
  backend.replyToConnect({})
  await expect(await open(taskStream('42'))).toHaveForwardedHeaders()
})

scenario.scripted('front/http-1-1-upstream', async ({ backend, open }) => {
  backend.replyToConnect({})
  await expect(await open(taskStream('42'))).toBeAskedInHttp11()
})

/** Ways to spell a path that is not meant for the outside. */
const SPELLINGS: readonly (readonly [what: string, spell: (path: string) => string])[] = [
  ['as it is', path => path],
  ['with a query', path => `${path}?x=1`],
  ['with a slash after it', path => `${path}/`],
  ['with a second slash before it', path => `/${path}`],
  ['in capitals', path => path.toUpperCase()],
  ['with an escaped letter', path => `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`],
  ['with dots', path => `/./x/..${path}`],
  ['by way of the streams', path => `/api/sse/../..${path}`],
  ['by way of the streams, escaped', path => `/api/sse/%2e%2e/..%2f${path.slice(1)}`],
  ['by way of itself', path => `${path}/../..${path}`],
  ['as a whole URL', path => `http://127.0.0.1${path}`],
]

for (const [how, spell] of SPELLINGS) {
  scenario.scripted('front/internal-not-served', how, async ({ backend, open, request }) => {
    backend.replyToConnect({})
    const stream = await open(taskStream('42'))
    const body = JSON.stringify({ token: stream.token, event: { name: 'smuggled', data: '1' } })
    const headers = { 'content-type': 'application/json' }
    const asked = await request('POST', spell('/internal/send'), { front: true, headers, body })
    expect(asked).toHaveStayedOutside()
    await expect(stream).toHaveReceived([])
  })
}

for (const [how, spell] of SPELLINGS) {
  for (const path of ['/healthz', '/readyz']) {
    scenario.scripted('front/health-not-served', `${path} ${how}`, async ({ request }) => {
      expect(await request('GET', spell(path), { front: true })).toHaveStayedOutside()
    })
  }
}
