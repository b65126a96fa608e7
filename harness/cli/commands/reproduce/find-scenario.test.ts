import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { capabilitiesOf, type Edition } from '../../../contract/index.ts'
import { nameOf } from '../../../runner/index.ts'
import { allScenarios, findScenario } from './find-scenario.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const all = await allScenarios(root)

function found(wanted: string, edition: Edition = 'callback-events') {
  const where = { edition, capabilities: capabilitiesOf(edition), root, workingDirectory: `${root}scenarios` }
  const { scenario, others } = findScenario(wanted, all, where)
  return { name: nameOf(scenario), others: others.map(nameOf) }
}

describe('A scenario is found', () => {
  test.each([
    ['by its name', 'connection-open/task-stream: half before its client comes'],
    ['by a clause that has no other', 'send/named-event'],
  ])('%s.', (_how, wanted) => {
    expect(found(wanted).name).toBe(wanted)
  })

  test.each([
    ['its clause', 'connection-open/task-stream'],
    ['the short name of a bug report', 'connection-open'],
    ['its file, from the project', 'scenarios/connection-open.test.ts'],
    ['its file, from where the user is', 'connection-open.test.ts'],
  ])('by %s, with the others of that name.', (_how, wanted) => {
    const { name, others } = found(wanted)
    expect(name).toBe('connection-open/task-stream')
    expect(others).toContain('connection-open/task-stream: half before its client comes')
  })
})

describe('No scenario is found', () => {
  test.each([
    [
      'by a file that has many',
      'task/connect',
      /^task\/connect means \d+ scenarios, .*:\n {2}npm run reproduce -- /,
    ],
    ['by an area', 'replace', /^replace means \d+ scenarios, and reproduce plays one; name it:\n/],
    ['by a typing error in a clause', 'send/nammed-event', /\(did you mean "send\/named-event"\?\)/],
    ['by a typing error in a file', 'conection-open', /\(did you mean "connection-open"\?\)/],
    ['by hostile text', '\u001b[31m', /no clause, scenario or scenario file "\\u001b\[31m"/],
    [
      'about a backend by its clause',
      'backend/version-queued',
      /backend -- --only backend\/version-queued plays/,
    ],
    ['about a backend by its file', 'backend/secret', /--only scenarios\/backend\/secret\.test\.ts plays it/],
    ['about a backend by its area', 'backend', /backend -- --list shows/],
  ])('%s.', (_how, wanted, sentence) => {
    expect(() => found(wanted)).toThrow(sentence)
  })

  test('that the edition does not have.', () => {
    expect(() => found('connect/response-event-first', 'send-only')).toThrow(
      /the edition send-only does not have this clause; it holds for callback-events/,
    )
  })
})
