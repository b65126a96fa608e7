import { rmSync } from 'node:fs'
import { setTimeout as elapsed } from 'node:timers/promises'
import { Subprocess } from '../process/index.ts'
import { type Connection, connect } from './engine.ts'

/** What the keeper is given, as JSON in its only argument. */
export interface KeeperTask {
  readonly connection: Connection
  /** Whatever carries it is removed at the end. */
  readonly label: string
  /** A service of podman that is ended after that. */
  readonly podman?: {
    readonly command: string
    readonly args: readonly string[]
    readonly env: Readonly<Record<string, string>>
    readonly directory: string
  }
}

const REMOVE_LIMIT_MS = 20_000

/** Between two looks: a container whose creation was under way shows up late. */
const LATE_MS = 200

const task = JSON.parse(process.argv[2] ?? '') as KeeperTask

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {})
process.stdout.on('error', () => {})

const service = task.podman && (await startService(task.podman))
process.stdout.write('running\n')
// Ends when the harness ends, for whatever reason: nothing is ever written to it.
for await (const _ of process.stdin);
await removeAll().catch(() => {})
await service?.stop()
if (task.podman !== undefined) rmSync(task.podman.directory, { recursive: true, force: true })

async function startService({
  command,
  args,
  env,
  directory,
}: NonNullable<KeeperTask['podman']>): Promise<Subprocess> {
  try {
    return await Subprocess.start({
      command,
      args,
      env,
      cwd: directory,
      onLine: ({ text }) => void process.stdout.write(`${text}\n`),
      onExit: ({ code, signal }) => void process.stdout.write(`ended ${signal ?? code}\n`),
    })
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\nended\n`)
    throw error
  }
}

/** Removes the containers of this run with their volumes, and the images that it built. */
async function removeAll(): Promise<void> {
  const client = await connect(task.connection, REMOVE_LIMIT_MS)
  const filters = { label: [task.label] }
  const deadline = performance.now() + REMOVE_LIMIT_MS
  for (let empty = 0; empty < 2 && performance.now() < deadline; ) {
    const left = await client.listContainers({ all: true, filters })
    empty = left.length === 0 ? empty + 1 : 0
    await Promise.all(
      left.map(({ Id }) =>
        client
          .getContainer(Id)
          .remove({ force: true, v: true })
          .catch(() => {}),
      ),
    )
    if (empty < 2) await elapsed(LATE_MS)
  }
  for (const { Id } of await client.listImages({ filters })) {
    await client
      .getImage(Id)
      .remove({ force: true })
      .catch(() => {})
  }
}
