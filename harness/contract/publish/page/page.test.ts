import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CLAUSE_IDS, CLAUSES } from '../../catalogue.ts'
import { EDITION_DESCRIPTIONS, EDITIONS } from '../../editions/index.ts'
import { RULES } from '../../rules.ts'
import { PAYLOAD_NAMES, PAYLOADS } from '../../schemas/index.ts'
import { clauseAnchor } from './clause-link.ts'
import { contractPage } from './page.ts'

const { text } = contractPage()
const places = [
  ...text.matchAll(/<a id="([^"]+)">/g).map(([, id]) => id ?? ''),
  ...text.matchAll(/^#+ (.+)$/gm).map(([, heading]) => slug(heading ?? '')),
]

/** What GitHub makes of a heading. */
function slug(heading: string): string {
  const words = heading.replaceAll(/<[^>]*>/g, '').toLowerCase()
  return words.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')
}

test('Every clause is on the page once, at a place that can be linked to.', () => {
  for (const id of CLAUSE_IDS) {
    const lines = text.split('\n').filter(line => line.startsWith(`| <a id="${clauseAnchor(id)}"></a>`))
    expect(lines, id).toHaveLength(1)
    expect(lines[0]).toContain(`| ${CLAUSES[id].level}`)
  }
})

test('No two places have the same name.', () => {
  expect(places.filter((place, at) => places.indexOf(place) !== at)).toEqual([])
})

test('Every link leads somewhere.', () => {
  const targets = text.matchAll(/\]\(([^)]+)\)/g).map(([, target]) => target ?? '')
  for (const target of new Set(targets)) {
    if (target.startsWith('#')) expect(places, target).toContain(target.slice(1))
    else
      expect(existsSync(new URL(`../../../../${target.split('#', 1)[0]}`, import.meta.url)), target).toBe(
        true,
      )
  }
})

test('Every rule that a clause cites is one of the rules.', () => {
  const cited = CLAUSE_IDS.flatMap(id =>
    [...CLAUSES[id].source.matchAll(/\brule (\d+)/g)].map(([, rule]) => rule),
  )
  for (const rule of cited) expect(RULES[Number(rule) - 1], `rule ${rule}`).toBeDefined()
})

test('Every edition is there with its public example, and every payload with a schema.', () => {
  for (const edition of EDITIONS) expect(text).toContain(EDITION_DESCRIPTIONS[edition].publicExample)
  for (const name of PAYLOAD_NAMES) {
    expect(text).toContain(`\n### ${PAYLOADS[name].schema.title}\n`)
    expect(text).toContain(`(docs/contract/schemas/${name}.schema.json)`)
  }
})

test('Every line of a table has as many cells as its head.', () => {
  for (const block of text.split('\n\n').filter(part => part.startsWith('|'))) {
    const widths = block.split('\n').map(line => line.replaceAll('\\|', '').split('|').length)
    expect(new Set(widths), block.slice(0, 200)).toHaveProperty('size', 1)
  }
})
