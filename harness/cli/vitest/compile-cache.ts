import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Stripped and compiled code is kept: a quarter of a second of every gate, and as much again of every worker. To be
// loaded before anything else that is worth keeping.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/gate', import.meta.url)))
