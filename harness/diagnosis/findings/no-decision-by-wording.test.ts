import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const HARNESS = fileURLToPath(new URL('../../', import.meta.url))

/** Names of text for people: code that decides by such text breaks when a sentence is improved. */
const WORDS = '(?:headline|summary|title|why|said)'

const DECIDES = [
  // `verdict.headline.endsWith('…')`, `why.startsWith('…')`
  String.raw`\b${WORDS}\)?\??\.(?:startsWith|endsWith|includes|match|search|indexOf|replace|replaceAll|split)\(`,
  // `PATTERN.test(summary)`, `words.includes(verdict.headline)`
  String.raw`\.(?:test|exec|includes|has|indexOf)\((?:[\w.?]*\.)?${WORDS}\)`,
  // `verdict.headline === '…'`, `why !== '…'`
  String.raw`\b${WORDS} [!=]== (?!undefined)`,
  String.raw`[!=]== (?:[\w.?]*\.)?${WORDS}\b(?!\()`,
].map(source => new RegExp(source))

/**
 * The first reads an old format whose sentences no longer change; the second, commander's message, which alone names the
 * flag; the third, the message of a container engine, which alone names a full disk or a wrong platform.
 */
const EXEMPT = ['recording/version-1.ts', 'cli/options/parse.ts', 'container/errors.ts']

const sources = readdirSync(HARNESS, { recursive: true, encoding: 'utf8' }).filter(
  file => /\.[cm]?ts$/.test(file) && !file.endsWith('.test.ts') && !EXEMPT.includes(file),
)

test('No code decides by the words of a verdict, of a failure or of a health check.', () => {
  expect(sources.length).toBeGreaterThan(300)
  const found = sources.flatMap(file =>
    readFileSync(HARNESS + file, 'utf8')
      .split('\n')
      .flatMap((line, n) =>
        DECIDES.some(form => form.test(line)) ? [`${file}:${n + 1}: ${line.trim()}`] : [],
      ),
  )
  expect(found).toEqual([])
})

test.each([
  `if (verdict.headline.endsWith('never produced')) return`,
  `const isBroken = BREAK.test(failure.why)`,
  `return why.startsWith('no answer')`,
  `if (health.said === 'answers 200') return`,
  `const isKnown = KNOWN.has(verdict.headline)`,
])('Find code that decides by words: %s', line => {
  expect(DECIDES.some(form => form.test(line))).toBe(true)
})
