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

  /** All containers of the image; other containers may come and go meanwhile. */
  async function containers() {
    const { engine, image } = await sound
    const client = await connect(engine.connection)
    const all = await client.listContainers({ all: true })
    return all
      .filter(({ ImageID }) => image.id.endsWith(ImageID.replace('sha256:', '')))
      .map(({ Id }) => client.getContainer(Id))
  }

  /** The volumes of one container. */
  async function volumesOf(container: Awaited<ReturnType<typeof containers>>[number] | undefined) {
    const { Mounts } = (await container?.inspect()) ?? { Mounts: [] }
    return Mounts.flatMap(({ Name }) => Name ?? [])
  }

  async function volumes(): Promise<readonly string[]> {
    const client = await connect((await sound).engine.connection)
    return ((await client.listVolumes()).Volumes ?? []).map(({ Name }) => Name)
  }

  test('conforms, is named by its digest, and leaves nothing.', async () => {
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
    expect(await containers()).toEqual([])
  })

  test('leaves nothing where the program is killed.', async () => {
    const { identity } = await sound
    let owned: readonly string[] = []
    {
      await using run = new CliRun(['--gateway', identity.name, '--only', 'heartbeat'], here)
      await waitUntil(
        'a container of the gate with its volume',
        async () => {
          owned = await volumesOf((await containers())[0]).catch(() => [])
          return owned.length > 0
        },
        { limitMs: LIMIT_MS },
      )
      run.signal('SIGKILL')
      await waitUntil('the containers to be gone', async () => (await containers()).length === 0, {
        limitMs: LIMIT_MS,
      })
    }
    expect((await volumes()).filter(name => owned.includes(name))).toEqual([])
  })

  test('that is not there is named, and nothing is judged.', async () => {
    const end = await runCli(['--gateway', 'image:localhost/none-such:1'], here)
    expect(end.code).toBe(3)
    expect(end.stderr).toMatch(
      /^gate: \w+ [\d.]+ has no image localhost\/none-such:1; build it, or get it first/,
    )
  })
})
