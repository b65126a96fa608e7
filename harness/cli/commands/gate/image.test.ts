import { afterAll, describe, expect, test } from 'vitest'
import { connect } from '../../../container/engine.ts'
import { releaseEngine } from '../../../container/index.ts'
import type { ContainerTarget } from '../../../gateway/index.ts'
import { waitUntil } from '../../../process/index.ts'
import { CliRun, runCli } from '../../../test-support/cli-run.ts'
import { imagesForTests } from '../../../test-support/image-availability.ts'

const PATIENT = { timeout: 300_000 }

const images = await imagesForTests('A gate with a gateway from an image')

afterAll(releaseEngine)

/** The longest wait for a gate or a container, in milliseconds. */
const LIMIT_MS = 120_000

const here = { workingDirectory: process.cwd() }

describe.runIf(images)('A gateway from an image', PATIENT, () => {
  const sound = images?.target() as Promise<ContainerTarget>

  /** The containers of the image, whoever started them, and all volumes and networks. */
  async function count() {
    const { engine, image } = await sound
    const client = await connect(engine.connection)
    const containers = (await client.listContainers({ all: true })).filter(({ ImageID }) =>
      image.id.endsWith(ImageID.replace('sha256:', '')),
    )
    const { Volumes } = await client.listVolumes()
    return {
      containers: containers.length,
      volumes: (Volumes ?? []).length,
      networks: (await client.listNetworks()).length,
    }
  }

  test('conforms, is named by its digest, and leaves nothing.', async () => {
    const before = await count()
    const { identity, image } = await sound
    const only = ['image/stops-in-time', 'lifecycle/port-in-use-exits', 'connect/response-event-forwarded']
    await using run = new CliRun(
      ['--gateway', identity.name, ...only.flatMap(clause => ['--only', clause])],
      here,
    )
    const end = await run.end(LIMIT_MS)
    expect(end.stdout).toMatch(/conforms in the 3 of \d+ clauses judged/)
    expect(end.stdout).toContain(image.digest ?? image.id)
    expect(end.code).toBe(0)
    expect(await count()).toEqual(before)
  })

  test('leaves nothing where the program is killed.', async () => {
    const before = await count()
    const { identity } = await sound
    {
      await using run = new CliRun(['--gateway', identity.name, '--only', 'heartbeat'], here)
      await waitUntil('a container of the gate', async () => (await count()).containers > 0, {
        limitMs: LIMIT_MS,
      })
      run.signal('SIGKILL')
      await waitUntil('the containers to be gone', async () => (await count()).containers === 0, {
        limitMs: LIMIT_MS,
      })
    }
    expect(await count()).toEqual(before)
  })

  test('that is not there is named, and nothing is judged.', async () => {
    const end = await runCli(['--gateway', 'image:localhost/none-such:1'], here)
    expect(end.code).toBe(3)
    expect(end.stderr).toMatch(
      /^gate: \w+ [\d.]+ has no image localhost\/none-such:1; build it, or get it first/,
    )
  })
})
