import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FLASK_BACKEND } from './target.ts'

/** The names of the faults of the bundled Flask application, from its own table. */
export function flaskFaults(): string[] {
  const table = readFileSync(join(FLASK_BACKEND, 'sse_backend/faults.py'), 'utf8')
  return [...table.matchAll(/^ +[A-Z_]+ = \(?\s*"([a-z-]+)",/gm)].flatMap(([, name]) => name ?? [])
}
