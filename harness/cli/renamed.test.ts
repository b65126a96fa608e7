import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { BACKEND_FAULTS } from '../../fixtures/faults/backend/index.ts'
import { GATEWAY_FAULTS } from '../../fixtures/faults/gateway/index.ts'
import { AREAS } from '../contract/areas.ts'
import { CLAUSES, capabilitiesOf, RENAMED } from '../contract/index.ts'
import { FINDINGS } from '../diagnosis/findings/index.ts'
import { faultsNamed } from '../faults/catalogue.ts'
import { allMatchers } from '../matchers/gateway/all.ts'
import { readKnownFailures } from '../report/index.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { BACKEND } from './commands/backend/command.ts'
import { FAULTS } from './commands/faults/command.ts'
import { GATE } from './commands/gate/command.ts'
import { findScenario } from './commands/reproduce/find-scenario.ts'
import { selectForBackend, selectForGateway } from './conformance-run/selection.ts'
import { parseOptions } from './options/parse.ts'
import { runProgram } from './run-program.ts'

const root = process.cwd()
const edition = 'callback-events'
const capabilities = capabilitiesOf(edition)
const where = { edition, capabilities, root, workingDirectory: root } as const

function select(only: string): unknown {
  return selectForGateway({ only: [only], except: [] }, edition, capabilities, root, root)
}

async function knownFailure(clause: string): Promise<unknown> {
  const directory = new TemporaryDirectory()
  onTestFinished(() => directory[Symbol.dispose]())
  const path = directory.write('known.yml', `- reason: known\n  clause: ${clause}\n`)
  return readKnownFailures(path, { edition, capabilities })
}

const clauses = Object.entries(RENAMED.clauses)
const areas = Object.entries(RENAMED.areas)
const gatewayClauses = clauses.filter(([old]) => !old.startsWith('backend/'))

const current = {
  clauses: Object.keys(CLAUSES),
  areas: Object.keys(AREAS),
  faults: faultsNamed().map(({ name }) => name),
  parties: Object.keys(FINDINGS),
  findings: Object.entries(FINDINGS).flatMap(([party, of]) => Object.keys(of).map(id => `${party}/${id}`)),
  matchers: Object.keys(allMatchers()),
} satisfies Record<keyof typeof RENAMED, readonly string[]>

describe.each(Object.entries(RENAMED))('Of renamed %s', (kind, names) => {
  const known = current[kind as keyof typeof RENAMED]

  test.each(Object.entries(names))('%s no longer exists, and %s does.', (old, now) => {
    expect(known).not.toContain(old)
    expect(known).toContain(now)
  })

  test('no two have one current name.', () => {
    const all = Object.values(names)
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('An old name gets the current one', () => {
  test.each([...gatewayClauses, ...areas])('in --only %s and --except of a gateway.', (old, now) => {
    const sentence = `${old} is now called ${now}; use that.`
    expect(() => select(old)).toThrow(`--only ${old}: ${sentence}`)
    const except = { only: [], except: [old] }
    expect(() => selectForGateway(except, edition, capabilities, root, root)).toThrow(
      `--except ${old}: ${sentence}`,
    )
  })

  test.each(clauses)('in --only %s of a backend.', (old, now) => {
    expect(() => selectForBackend({ only: [old], except: [] }, root, root)).toThrow(
      `${old} is now called ${now}; use that.`,
    )
  })

  test.each(['life/', 'life/*', 'life/no-such-clause'])('in --only %s, which has the old area.', wanted => {
    expect(() => select(wanted)).toThrow(`--only ${wanted}: life is now called lifecycle; use that.`)
  })

  test.each([...clauses, ...areas])('in repro %s.', (old, now) => {
    for (const wanted of [old, `${old}: two open streams`]) {
      expect(() => findScenario(wanted, [], where)).toThrow(`${old} is now called ${now}; use that.`)
    }
  })

  test.each(clauses)('in a list of known failures with %s.', async (old, now) => {
    await expect(knownFailure(old)).rejects.toThrow(`known.yml:2: ${old} is now called ${now}; use that.`)
  })

  test.each(Object.entries(RENAMED.faults))(
    'in --fault, --backend-fault or faults --only %s.',
    (old, now) => {
      const sentence = `${old} is now called ${now}; use that`
      if (Object.hasOwn(GATEWAY_FAULTS, now))
        expect(() => parseOptions(GATE, ['--fault', old])).toThrow(sentence)
      if (Object.hasOwn(BACKEND_FAULTS, now)) {
        expect(() => parseOptions(BACKEND, ['--backend-fault', old])).toThrow(sentence)
      }
      const place = faultsNamed().find(({ name }) => name === now)?.place
      expect(() => parseOptions(FAULTS, ['--only', old])).toThrow(sentence)
      expect(() => parseOptions(FAULTS, ['--only', `${place}/${old}`])).toThrow(
        `${place}/${old} is now called ${place}/${now}; use that`,
      )
    },
  )

  test('in faults --only with the old place.', () => {
    expect(() => parseOptions(FAULTS, ['--only', 'set-up'])).toThrow(
      'set-up is now called configuration; use that',
    )
    expect(() => parseOptions(FAULTS, ['--only', 'set-up/callback-url-overruled'])).toThrow(
      'set-up/callback-url-overruled is now called configuration/callback-url-overridden; use that',
    )
  })
})

test('An old fault of a gateway is no name for a fault of a backend.', () => {
  expect(() => parseOptions(BACKEND, ['--backend-fault', 'silent-stop'])).toThrow(/There is no such fault/)
})

describe('Exit with code 2 and one sentence on', () => {
  test.each([
    [['gate', '--only', 'life/stops-when-told'], 'lifecycle/stops-on-signal'],
    [['gate', '--only', 'life'], 'lifecycle'],
    [['gate', '--fault', 'silent-stop'], 'drop-disconnect-on-stop'],
    [['faults', '--only', 'no-greeting'], 'no-connection-open'],
    [['reproduce', 'life/stop-exit-code'], 'lifecycle/stop-exit-code'],
  ])('the old name in %j.', async (typed, now) => {
    const printed = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => printed.mockRestore())
    expect(await runProgram(typed)).toBe(2)
    expect(printed.mock.calls).toEqual([
      [expect.stringMatching(`^${typed[0]}: .* is now called ${now}; .*$`)],
    ])
  })
})
