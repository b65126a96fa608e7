import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../util/root.ts'
import { DEPLOYING, withEmbeddedFiles } from './embedded-files.ts'

test('docs/deploying.md shows the configurations that the tests run, as they are', () => {
  const page = readFileSync(join(ROOT, DEPLOYING), 'utf8')
  for (const file of ['fixtures/front/nginx.conf', 'fixtures/front/Caddyfile']) {
    expect(page).toContain(`<!-- ${file} -->\n`)
  }
  expect(page).toBe(withEmbeddedFiles(page))
})

test('A page shows a file as it is now, whatever it showed before', () => {
  const page = withEmbeddedFiles('Text.\n\n<!-- LICENSE -->\n```sh\nold\n```\n\nMore.\n')
  const file = readFileSync(join(ROOT, 'LICENSE'), 'utf8')
  expect(page).toBe(`Text.\n\n<!-- LICENSE -->\n\`\`\`sh\n${file}\`\`\`\n\nMore.\n`)
})
