import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../util/root.ts'

/** The page that shows configurations which the tests run. */
export const DEPLOYING = 'docs/deploying.md'

/** A block of code below a comment that names the file it shows. */
const BLOCK = /^(<!-- (\S+) -->\n```\w*\n)[\s\S]*?^```$/gm

/** A page with each file that it shows as the file is now. */
export function withEmbeddedFiles(page: string): string {
  return page.replace(
    BLOCK,
    (_, head: string, path: string) => `${head}${readFileSync(join(ROOT, path), 'utf8')}\`\`\``,
  )
}
