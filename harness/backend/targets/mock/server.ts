/**
 * The mock application as a program, set up by its environment as the Flask one is: PORT, SSE_GATEWAY_URL, FLASK_ENV,
 * SSE_CALLBACK_SECRET, and SSE_BACKEND_FAULTS with commas between names.
 */
import { isBackendFault } from '../../../../fixtures/faults/backend/index.ts'
import { BackendApplication, faulty, injectBackendFaults } from '../../../mock-backend/application/index.ts'
import { applicationListener } from '../../../mock-backend/msw-listener.ts'
import { type BackendListener, CallbackServer } from '../../../wire/http-server.ts'
import { HttpGateway } from './http-gateway-client.ts'

const LARGE_BODY = 500_000

const {
  PORT = '5000',
  SSE_GATEWAY_URL = 'http://localhost:3000',
  FLASK_ENV = 'development',
  SSE_CALLBACK_SECRET,
  SSE_BACKEND_FAULTS = '',
} = process.env

const faults = SSE_BACKEND_FAULTS.split(',').filter(name => name !== '')
const wrong = faults.find(name => !isBackendFault(name))
if (wrong !== undefined) {
  console.error(`SSE_BACKEND_FAULTS names "${wrong}", which is no fault of the mock backend.`)
  process.exit(2)
}
injectBackendFaults(faults.filter(isBackendFault))

const application = new BackendApplication({
  gateway: new HttpGateway(SSE_GATEWAY_URL),
  production: FLASK_ENV === 'production',
  ...(SSE_CALLBACK_SECRET === undefined ? {} : { callbackSecret: SSE_CALLBACK_SECRET }),
  // Clients choose URLs and ids.
  log: line => console.log(line.replaceAll(/\p{Cc}/gu, character => encodeURIComponent(character))),
})
const answer = applicationListener(application)
let turn: Promise<unknown> = Promise.resolve()

const listener: BackendListener = request => {
  if (faulty('dies-on-large-bodies') && request.body.length > LARGE_BODY) {
    console.error(`MemoryError: cannot hold a body of ${request.body.length} bytes`)
    process.exit(1)
  }
  if (faulty('dies-on-announcement') && request.target.endsWith('/deployments/version')) {
    console.error('MemoryError: cannot hold a version')
    process.exit(1)
  }
  if (!faulty('single-threaded')) return answer(request)
  const mine = turn.then(() => answer(request))
  turn = mine.catch(() => undefined)
  return mine
}

const server = await CallbackServer.listen(listener, '127.0.0.1', Number(PORT)).catch((error: Error) => {
  console.error(`The mock backend cannot listen: ${error.message}`)
  process.exit(1)
})
console.log(
  `mock backend at http://127.0.0.1:${server.port}${faults.length === 0 ? '' : `, faults: ${faults.join(', ')}`}`,
)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    application[Symbol.dispose]()
    void server[Symbol.asyncDispose]().then(() => process.exit(0))
  })
}
