import { createServer } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import type { ContainerTarget } from '../gateway/index.ts'
import { PortTakenError } from '../service/index.ts'
import { imagesForTests } from '../test-support/image-availability.ts'
import { ConfigurationError } from '../util/errors.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { buildImage } from './build.ts'
import { Container } from './container.ts'
import { connect } from './engine.ts'
import { releaseEngine } from './run-engine.ts'

const PATIENT = { timeout: 120_000 }

const images = await imagesForTests('What a real container does')

afterAll(releaseEngine)

describe.runIf(images)('A container', PATIENT, () => {
  const sound = images?.target() as Promise<ContainerTarget>

  /** Port 0 lets the engine choose one. */
  async function start(environment: Readonly<Record<string, string>>, port = 0): Promise<Container> {
    const { engine, image } = await sound
    return Container.start({ engine, image, port, environment, isPublished: true })
  }

  /** How many containers of this run the engine has, and how many of these volumes; others may come and go meanwhile. */
  async function left(
    volumes: readonly string[] = [],
  ): Promise<readonly [containers: number, volumes: number]> {
    const { engine } = await sound
    const client = await connect(engine.connection)
    const containers = await client.listContainers({ all: true, filters: { label: [engine.label] } })
    const { Volumes } = await client.listVolumes()
    return [containers.length, (Volumes ?? []).filter(({ Name }) => volumes.includes(Name)).length]
  }

  test('ends with its exit code, its lines complete, and leaves neither container nor volume.', async () => {
    const container = await start({ PORT: 'none' })
    const volumes = (await container.inspect()).Mounts.flatMap(({ Name }) => Name ?? [])
    expect(await left(volumes)).toEqual([1, 1])
    expect(await container.exited).toMatchObject({ code: 1, signal: null })
    expect(container.lines).toMatchObject([
      { source: 'stderr', late: true, text: expect.stringMatching(/^PORT is "none"/) },
    ])
    await container.stop()
    expect(await left(volumes)).toEqual([0, 0])
  })

  test('gets signals, and is killed where it does not end.', async () => {
    await using container = await start({})
    expect(await container.run(['/bin/node', '-e', 'process.exit(7)'], 60_000)).toBe(7)
    await container.signal('SIGKILL')
    expect(await container.exited).toMatchObject({ code: null, signal: 'SIGKILL' })
    expect(await container.signal('SIGTERM')).toBe(false)
  })

  test('is not started on a port that is taken, and leaves nothing.', async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    await expect(start({}, port)).rejects.toBeInstanceOf(PortTakenError)
    server.close()
    expect((await left())[0]).toBe(0)
  })

  test('cannot be built from a directory without a Dockerfile, or from one that is wrong.', async () => {
    const { engine } = await sound
    using directory = new TemporaryDirectory()
    await expect(buildImage(engine, directory.path, '--gateway')).rejects.toThrow(ConfigurationError)
    directory.write('Dockerfile', 'FROM scratch\nCOPY none /\n')
    await expect(buildImage(engine, directory.path, '--gateway')).rejects.toThrow(
      /^The container engine could not build the Dockerfile in .*none/,
    )
  })
})
