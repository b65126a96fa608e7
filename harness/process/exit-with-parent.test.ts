import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isAlive, SLOW_TEST, waitForExit } from '../test-support/processes.ts'
import { cleanedEnvironment } from './clean-environment.ts'
import { exitWithParent } from './exit-with-parent.ts'
import { signalProcess } from './signals.ts'
import { waitUntil } from './wait-until.ts'

const PROGRAM = `
  import { exitWithParent } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
  exitWithParent(() => { console.log('gone'); process.exit() })
  setInterval(() => {}, 1000)
  console.log('program ' + process.pid)
`

/** Runs `npm run watched` in a package of its own, kills npm, and says what the program printed. */
async function killNpmOver(script: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'exit-with-parent-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { watched: script } }))
  writeFileSync(join(folder, 'program.mjs'), PROGRAM)
  const npm = spawn('npm', ['run', 'watched'], {
    cwd: folder,
    env: { ...cleanedEnvironment(), npm_config_update_notifier: 'false' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  npm.stdout.on('data', chunk => {
    output += chunk
  })
  const printedPid = () => Number(/^program (\d+)$/m.exec(output)?.[1] ?? 0)
  try {
    const program = await waitUntil('the program to start', () => printedPid() || undefined, {
      limitMs: 60_000,
      lastSeen: () => output,
    })
    expect(isAlive(program)).toBe(true)
    npm.kill('SIGKILL')
    await waitForExit(program)
    await waitUntil('the output to end', () => npm.stdout.readableEnded)
    return output
  } finally {
    if (printedPid() > 0 && isAlive(printedPid())) signalProcess(printedPid(), 'SIGKILL')
    rmSync(folder, { recursive: true })
  }
}

test('A program notices that the npm that started it was killed.', SLOW_TEST, async () => {
  expect(await killNpmOver(`"${process.execPath}" program.mjs`)).toMatch(/^gone$/m)
})

test('A program notices that npm was killed while a shell between them goes on.', SLOW_TEST, async () => {
  expect(await killNpmOver(`"${process.execPath}" program.mjs; echo after`)).toMatch(/^gone\nafter$/m)
})

test('A program that npm did not start watches nothing.', () => {
  const event = process.env.npm_lifecycle_event
  delete process.env.npm_lifecycle_event
  try {
    using _watch = exitWithParent(() => {
      throw new Error('There is no npm that could be gone.')
    })
  } finally {
    if (event !== undefined) process.env.npm_lifecycle_event = event
  }
})
