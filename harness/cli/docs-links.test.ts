import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PAGES = globSync(['*.md', 'docs/**/*.md', 'fixtures/*/*.md'], { cwd: ROOT }).toSorted()

/** The changelog names files of its time. */
const PAGES_WITH_PATHS = PAGES.filter(page => page !== 'CHANGELOG.md')

const FOLDERS = 'harness|scenarios|fixtures|docs|examples|benchmarks'
const PATH = new RegExp(`\`((?:${FOLDERS})/[\\w./+-]*)\``, 'g')

function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8').replaceAll(/^```.*?^```$/gms, '')
}

/** The anchors of a page, as GitHub makes them from headings. */
function anchorsOf(page: string): string[] {
  const text = textOf(page)
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/<[^>]*>/g, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trimEnd()
      .replaceAll(/\s/g, '-'),
  )
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]
}

describe.each(PAGES)('%s', page => {
  test('Resolve every relative link to a file and a heading.', () => {
    const targets = [...textOf(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => target)
    const broken = targets.filter(target => {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(ROOT, file))) return true
      return anchor !== undefined && !anchorsOf(file).includes(anchor)
    })
    expect(broken).toEqual([])
  })
})

test.each(PAGES_WITH_PATHS)('%s: Name only files that exist.', page => {
  const paths = [...textOf(page).matchAll(PATH)].map(([, path = '']) => path)
  expect(paths.filter(path => !existsSync(join(ROOT, path)))).toEqual([])
})
