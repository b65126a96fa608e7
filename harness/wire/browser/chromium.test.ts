import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cleanedEnvironment, waitUntil } from '../../process/index.ts'
import { needs } from '../../test-support/availability.ts'
import { isAlive, waitForExit } from '../../test-support/processes.ts'
import { NotTestableError } from '../../util/errors.ts'
import { Chromium } from './chromium.ts'

const program = needs('chromium', 'The process of a browser')

test('A program that is no browser is not testable, with what it printed.', async () => {
  await expect(Chromium.start({ program: '/bin/ls' })).rejects.toThrow(NotTestableError)
  await expect(Chromium.start({ program: '/bin/ls' })).rejects.toThrow(
    /^The browser \/bin\/ls ended at once \(\d+\); it printed last: /,
  )
})

describe.runIf(program)('A Chromium', { timeout: 120_000 }, () => {
  test('ends with its profile when it is disposed of.', async () => {
    const chromium = await Chromium.start({ program: String(program) })
    expect(existsSync(chromium.profile)).toBe(true)
    await chromium[Symbol.asyncDispose]()
    expect(isAlive(chromium.pid)).toBe(false)
    expect(existsSync(chromium.profile)).toBe(false)
  })

  test.runIf(process.platform === 'linux')('ends with its profile when this program is killed.', async () => {
    const script = `
        const { Chromium } = await import(${JSON.stringify(new URL('./chromium.ts', import.meta.url).href)})
        const { pid, profile } = await Chromium.start({ program: ${JSON.stringify(program)} })
        console.log(JSON.stringify({ pid, profile }))
        setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: cleanedEnvironment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', chunk => {
      output += chunk
    })
    await waitUntil('the browser to run', () => output.endsWith('\n'), { limitMs: 60_000 })
    const { pid, profile } = JSON.parse(output) as { pid: number; profile: string }
    expect(existsSync(profile)).toBe(true)
    child.kill('SIGKILL')
    await waitForExit(pid)
    await waitUntil('its profile to be gone', () => !existsSync(profile), { limitMs: 30_000 })
  })
})
