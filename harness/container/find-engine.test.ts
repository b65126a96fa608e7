import { expect, test } from 'vitest'
import { type Answers, FakeEngine } from '../test-support/fake-engine.ts'
import { NotTestableError } from '../util/errors.ts'
import { answers } from './answers.ts'
import { Container } from './container.ts'
import { connect, type Engine } from './engine.ts'
import { engineFailure } from './errors.ts'
import { type EngineSearch, findEngine } from './find-engine.ts'
import { findImage } from './image.ts'

const NOWHERE = '/nowhere/docker.sock'

async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(NotTestableError)
  return (error as Error).message
}

function search(more: Partial<EngineSearch>): Promise<unknown> {
  return findEngine({ environment: {}, sockets: [], podman: undefined, ...more })
}

async function engineAt({ socketPath }: FakeEngine): Promise<Engine> {
  await using found = await findEngine({ environment: {}, sockets: [socketPath] })
  return found.engine
}

test('Without an engine it is said where one was looked for, and what to start.', async () => {
  expect(await refusal(search({ sockets: [NOWHERE] }))).toBe(
    `No container engine answers (unix://${NOWHERE} does not exist), and there is no podman on the PATH; start Docker or podman, or name the engine with DOCKER_HOST.`,
  )
})

test('An engine that DOCKER_HOST names and that does not answer is not replaced by another.', async () => {
  await using fake = await FakeEngine.listen()
  const environment = { DOCKER_HOST: `unix://${NOWHERE}` }
  expect(await refusal(search({ environment, sockets: [fake.socketPath] }))).toBe(
    `No container engine answers where DOCKER_HOST says: unix://${NOWHERE} does not exist. Start it, or unset DOCKER_HOST.`,
  )
})

test('A socket that refuses the user is named, with the group to join.', async () => {
  await using fake = await FakeEngine.listen()
  const ping = async (): Promise<string> => 'EACCES'
  expect(await refusal(search({ sockets: [fake.socketPath], ping }))).toMatch(
    /^The container engine at unix:\S+ refuses this user \(permission denied\); add the user to the group that owns the socket/,
  )
})

test('An engine that accepts connections and never answers is not waited for.', async () => {
  await using fake = await FakeEngine.listen({ 'GET /_ping': 'silence' })
  const ping = (connection: Parameters<typeof answers>[0]) => answers(connection, 200)
  expect(await refusal(search({ sockets: [fake.socketPath], ping }))).toMatch(
    /accepts connections and does not answer/,
  )
})

test('An engine that falls silent after it was found is said to have done so.', async () => {
  await using fake = await FakeEngine.listen({ 'GET /info': 'silence' })
  const client = await connect({ socketPath: fake.socketPath }, 200)
  const failure = await client.info().catch((error: unknown) => engineFailure('describe itself', error))
  expect((failure as Error).message).toMatch(/did not answer when it was asked to describe itself/)
})

test.runIf(process.platform === 'linux')(
  'Containers of Docker on Linux share the network of the machine, or reach us at the gateway address of theirs.',
  async () => {
    await using fake = await FakeEngine.listen()
    expect(await engineAt(fake)).toMatchObject({
      kind: 'docker',
      version: '28.0.0',
      sharesKernel: true,
      route: { networkMode: 'host', hostName: '127.0.0.1', listenHost: '127.0.0.1' },
    })
    await using named = await findEngine({
      environment: {},
      sockets: [fake.socketPath],
      network: 'bridge',
    })
    expect(named.engine.route).toMatchObject({ hostName: '172.17.0.1', listenHost: '172.17.0.1' })
  },
)

test('Containers of Docker Desktop reach the loopback of this machine by a name.', async () => {
  await using fake = await FakeEngine.listen({ 'GET /info': [200, { OperatingSystem: 'Docker Desktop' }] })
  expect(await engineAt(fake)).toMatchObject({
    sharesKernel: false,
    route: { hostName: 'host.docker.internal', listenHost: '127.0.0.1' },
  })
})

test('A network that the engine does not have is named.', async () => {
  await using fake = await FakeEngine.listen()
  const missing = findEngine({ environment: {}, sockets: [fake.socketPath], network: 'none-such' })
  if (process.platform === 'linux') {
    expect(await refusal(missing)).toMatch(/^--container-network "none-such": the engine has no such network/)
  }
})

const IMAGE: Answers = {
  'GET /images/gateway:1/json': [
    200,
    { Id: 'sha256:1', Os: 'linux', Architecture: 's390x', Config: { ExposedPorts: { '3000/tcp': {} } } },
  ],
  'POST /containers/create': [500, { message: 'write /var/lib: no space left on device' }],
}

test('An image that the engine does not have is named, with the command that gets it.', async () => {
  await using fake = await FakeEngine.listen()
  expect(await refusal(findImage(await engineAt(fake), 'gateway:1'))).toBe(
    'docker 28.0.0 has no image gateway:1; build it, or get it first (docker pull gateway:1).',
  )
})

test.runIf(process.platform === 'linux')(
  'An image for another platform is refused before it runs.',
  async () => {
    await using fake = await FakeEngine.listen(IMAGE)
    expect(await refusal(findImage(await engineAt(fake), 'gateway:1'))).toMatch(
      /^The image gateway:1 is for linux\/s390x, and docker 28.0.0 runs linux\/amd64; build it for that platform/,
    )
  },
)

test('An engine without space is said to have none, and how some is made.', async () => {
  await using fake = await FakeEngine.listen(IMAGE)
  const engine = await engineAt(fake)
  const image = { reference: 'gateway:1', id: 'sha256:1', user: '', exposed: [3000], command: [] }
  expect(await refusal(Container.start({ engine, image, port: 1, environment: {} }))).toMatch(
    /^The container engine found no space to start a container of the image gateway:1 .*docker system prune/,
  )
})
