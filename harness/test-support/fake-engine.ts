import { createServer, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { TemporaryDirectory } from '../util/temporary-directory.ts'

/** What a fake engine answers: a status and a body, or nothing at all. */
type Answer = readonly [status: number, body: unknown] | 'silence'

/** Answers by method and path, the version in front of it left out: `GET /info`. */
export type Answers = Readonly<Record<string, Answer>>

const DOCKER: Answers = {
  'GET /_ping': [200, 'OK'],
  'GET /version': [200, { Version: '28.0.0', Os: 'linux', Arch: 'amd64', Components: [{ Name: 'Engine' }] }],
  'GET /info': [200, { OperatingSystem: 'Debian GNU/Linux 12', SecurityOptions: [] }],
  'GET /containers/json': [200, []],
  'GET /images/json': [200, []],
  'GET /networks/bridge': [200, { IPAM: { Config: [{ Gateway: '172.17.0.1' }] } }],
}

/** For tests: the API of a Docker engine on a unix socket, as far as it is asked. */
export class FakeEngine implements AsyncDisposable {
  readonly socketPath: string
  readonly asked: string[] = []
  readonly #directory = new TemporaryDirectory()
  readonly #server: Server

  private constructor(answers: Answers) {
    this.socketPath = join(this.#directory.path, 'engine.sock')
    this.#server = createServer((request, response) => {
      request.resume()
      const [path = ''] = (request.url ?? '').replace(/^\/v[\d.]+/, '').split('?')
      const line = `${request.method} ${path}`
      this.asked.push(line)
      answer(response, answers[line] ?? DOCKER[line] ?? [404, { message: `no such thing: ${line}` }])
    })
  }

  static async listen(answers: Answers = {}): Promise<FakeEngine> {
    const engine = new FakeEngine(answers)
    await new Promise<void>(resolve => engine.#server.listen(engine.socketPath, resolve))
    return engine
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
    this.#directory[Symbol.dispose]()
  }
}

function answer(response: ServerResponse, given: Answer): void {
  if (given === 'silence') return
  const [status, body] = given
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
