import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FindingId } from '../diagnosis/index.ts'
import { referenceTarget, type StartableTarget } from '../gateway/index.ts'
import { expect as expectInScene } from '../matchers/gateway/index.ts'
import { cleanedEnvironment, markedProcesses, type Subprocess, signalProcess } from '../process/index.ts'
import { runScenario, type ScenarioBody } from '../runner/gateway/run-scenario.ts'
import { taskStream } from '../scenario/gateway/events.ts'
import type { Outcome } from '../scenario/outcome.ts'
import { SLOW_TEST, waitForExit } from '../test-support/processes.ts'
import type { Entry } from '../timeline/index.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { GatewaySession } from './gateway-session.ts'
import { defaultSettings } from './settings.ts'

const onLinux = describe.runIf(process.platform === 'linux')
const UNSEEN_CODE = /^needs the gateway's own exit code/

let directory: TemporaryDirectory
beforeAll(() => {
  directory = new TemporaryDirectory()
  directory.write('start.sh', '"$@"\n')
  directory.write('exec.sh', 'exec "$@"\n')
})
afterAll(() => directory[Symbol.dispose]())

/** The bundled gateway, started by a shell command in which `"$@"` is how it is started. */
function behind(script: string, ...faults: string[]): StartableTarget {
  const target = direct(...faults)
  return {
    ...target,
    identity: { name: script, kind: 'command' },
    command: 'sh',
    args: ['-c', script.replaceAll('{directory}', directory.path), 'sh', target.command, ...target.args],
  }
}

function direct(...faults: string[]): StartableTarget {
  return referenceTarget({ edition: 'callback-events', environment: cleanedEnvironment(), faults })
}

interface Played {
  readonly finding: FindingId | undefined
  readonly notTestable: string | undefined
  readonly entries: readonly Entry[]
}

/** Plays it, and proves that nothing is left of the gateway that it began with. */
async function played(target: StartableTarget, body: ScenarioBody): Promise<Played> {
  const session = new GatewaySession({ ...defaultSettings(), target })
  const { process } = await session.gateway()
  try {
    return await playedOn(session, body)
  } finally {
    await session[Symbol.asyncDispose]()
    expect(await markedProcesses((process as Subprocess).marker)).toEqual([])
  }
}

async function playedOn(session: GatewaySession, body: ScenarioBody): Promise<Played> {
  let entries: readonly Entry[] = []
  const outcome: Outcome | undefined = await runScenario(session, body, 0, {
    judged: async ({ timeline }) => {
      entries = [...timeline.entries]
    },
  })
  return { finding: outcome?.verdict?.finding, notTestable: outcome?.notTestable, entries }
}

const stopsOrderly: ScenarioBody = async ({ backend, open, gateway }) => {
  backend.replyToConnect({})
  const streams = [await open(taskStream('1'))]
  await gateway.signal('SIGTERM')
  await expectInScene(await gateway.ended()).toExitCleanly('SIGTERM')
  for (const stream of streams) await expectInScene(stream).toHaveEnded()
  expectInScene(streams).toHaveBeenReportedByNow(['server_closed', 'error'])
}

const interrupts: ScenarioBody = async ({ gateway }) => {
  await gateway.signal('SIGINT')
  await gateway.ended()
}

const restarts: ScenarioBody = async ({ backend, open, gateway }) => {
  backend.replyToConnect({})
  await gateway.signal('SIGTERM')
  await gateway.ended()
  await gateway.restart()
  await expectInScene(await open(taskStream('42'))).toBeOpen()
}

const COMMANDS = [
  ['a script without exec', 'bash {directory}/start.sh "$@"'],
  ['a script with exec', 'bash {directory}/exec.sh "$@"'],
  ['a directory and a command', 'cd {directory} && "$@" && true'],
  ['npm start', 'cd {directory}/package && npm start --silent -- "$@"'],
  ['a pipeline', '"$@" 2>&1 | cat'],
  ['a shell that ignores signals', `trap '' TERM INT; "$@"; exit $?`],
  ['a shell that hides an exit code', '"$@"; exit 0'],
  ['a shell that ends with another exit code', '"$@"; exit 3'],
  ['a shell that goes on', '"$@"; sleep 1000'],
  ['a session of its own', 'setsid -w "$@"; exit $?'],
] as const

onLinux.each(COMMANDS)('Behind %s', SLOW_TEST, (_, script) => {
  beforeAll(() => {
    directory.write('package/package.json', '{"scripts":{"start":"bash ../start.sh"}}')
  })

  test('let a gateway that stops in order conform.', async () => {
    expect(await played(behind(script), stopsOrderly)).toMatchObject({
      finding: undefined,
      notTestable: undefined,
    })
  })

  test('let a gateway that ends by SIGINT, or starts again, conform.', async () => {
    for (const body of [interrupts, restarts]) {
      expect(await played(behind(script), body)).toMatchObject({
        finding: undefined,
        notTestable: undefined,
      })
    }
  })

  test.each(['stop-with-error', 'drop-disconnect-on-stop', 'cut-streams-on-stop'])(
    'find what is found of a gateway with the fault %s that is started directly.',
    async fault => {
      const expected = await played(direct(fault), stopsOrderly)
      expect(expected.finding).toMatch(/^gateway\//)
      const { finding, notTestable } = await played(behind(script, fault), stopsOrderly)
      expect({ finding, notTestable }).toEqual({ finding: expected.finding, notTestable: undefined })
    },
  )
})

onLinux('Behind a shell', SLOW_TEST, () => {
  test('find that a gateway does not end, and say how it was signalled.', async () => {
    const script = '"$@"; exit 0'
    const { finding, entries } = await played(behind(script, 'ignore-termination'), interrupts)
    expect(finding).toBe('gateway/stop-ignored')
    expect(entries.map(entry => (entry.kind === 'gateway-handled' ? entry.text : ''))).toContainEqual(
      expect.stringMatching(/^sends SIGINT to the process that serves \(node, pid \d+\)$/),
    )
  })

  test('write down whose end was seen: the server, then the shell.', async () => {
    const { entries } = await played(behind('"$@"; exit 3', 'stop-with-error'), async scene => {
      await scene.gateway.signal('SIGTERM')
      await scene.gateway.ended()
      await scene.gateway.timeline.waitUntil({
        for: 'the end of the shell',
        until: () => scene.gateway.timeline.all('gateway-shell-exited')[0],
      })
    })
    expect(entries.filter(({ kind }) => kind.endsWith('exited'))).toMatchObject([
      { kind: 'gateway-exited', code: 1, signal: null, program: 'node' },
      { kind: 'gateway-shell-exited', code: 3, signal: null, program: 'sh' },
    ])
  })

  test('judge no exit code of a gateway that ended before it served.', async () => {
    const { notTestable } = await played(behind('"$@"; exit 3'), async ({ gateway }) => {
      await expectInScene(await gateway.launch({ PORT: 'http' })).toRejectInvalidPort()
    })
    expect(notTestable).toMatch(UNSEEN_CODE)
    const taken = await played(behind('"$@"; exit 3'), async ({ gateway }) => {
      await expectInScene(await gateway.launchOnTakenPort()).toHaveRefusedToStart()
    })
    expect(taken.notTestable).toMatch(UNSEEN_CODE)
  })

  test('judge the exit code of a gateway that the command becomes.', async () => {
    const { finding, notTestable } = await played(behind('exec "$@"'), async ({ gateway }) => {
      await expectInScene(await gateway.launch({ PORT: 'http' })).toRejectInvalidPort()
      await expectInScene(await gateway.launchOnTakenPort()).toHaveRefusedToStart()
    })
    expect({ finding, notTestable }).toEqual({ finding: undefined, notTestable: undefined })
  })

  test('find a gateway dead whose shell goes on.', async () => {
    const dies: ScenarioBody = async ({ backend, open }) => {
      backend.replyToConnect({})
      backend.replyToDisconnect({ status: 500 })
      const stream = await open(taskStream('1'))
      stream.close()
      await expectInScene(stream).toBeReportedOnce('client_closed')
    }
    const fault = 'die-on-disconnect-failure'
    const expected = await played(direct(fault), dies)
    expect(expected.finding).toMatch(/^gateway\//)
    expect(await played(behind('"$@"; sleep 1000', fault), dies)).toMatchObject({
      finding: expected.finding,
    })
  })

  test('leave out what is about signals where the server is no process of the command.', async () => {
    const pid = join(directory.path, 'pid')
    const escaped = `setsid -w env -i PORT="$PORT" CALLBACK_URL="$CALLBACK_URL" sh -c 'echo $$ > ${pid}; exec "$@"' sh "$@"; true`
    const { finding, notTestable } = await played(behind(escaped), interrupts)
    const server = Number(readFileSync(pid, 'utf8'))
    signalProcess(server, 'SIGKILL')
    await waitForExit(server)
    expect(finding).toBeUndefined()
    expect(notTestable).toMatch(/^needs to signal the process that serves, and none that the command/)
  })
})
