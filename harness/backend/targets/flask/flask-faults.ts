import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FLASK_BACKEND } from './target.ts'

/** The names of what the bundled Flask application can be told to do wrong, from its own table of them. */
export function flaskFaults(): string[] {
  const table = readFileSync(join(FLASK_BACKEND, 'sse_backend/faults.py'), 'utf8')
  return [...table.matchAll(/^ +[A-Z_]+ = \(?\s*"([a-z-]+)",/gm)].flatMap(([, name]) => name ?? [])
}
