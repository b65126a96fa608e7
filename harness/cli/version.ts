import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ROOT } from '../util/root.ts'

/** The version of this program. */
export function harnessVersion(): string {
  return JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')).version
}
