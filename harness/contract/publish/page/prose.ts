import { readFileSync } from 'node:fs'

/** A part of the page that is written by hand. */
export function writtenSection(name: 'introduction' | 'citing' | 'backend'): string {
  return readFileSync(new URL(`./prose/${name}.md`, import.meta.url), 'utf8').trim()
}
