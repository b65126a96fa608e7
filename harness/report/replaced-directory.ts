import { randomUUID } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigurationError } from '../util/errors.ts'

const STAGE = /^\.unfinished-[0-9a-f-]{36}$/
/** No run lasts so long: an older directory is left over from a run that was killed. Milliseconds. */
const ABANDONED_MS = 86_400_000

/** What a directory of ours holds, and with which flag the caller named it. */
export interface Contents {
  readonly flag: string
  /** What the caller gets there, for messages: `a report`. */
  readonly what: string
  /** Whether a file was written by this program. */
  readonly isOurs: (path: string) => boolean
}

/**
 * A directory whose contents are replaced as a whole by what was written next to them. The directory itself stays: it may
 * be where something is mounted.
 */
export class ReplacedDirectory {
  readonly path: string
  /** Where to write. */
  readonly stage: string
  readonly #contents: Contents

  constructor(path: string, contents: Contents) {
    this.path = path
    this.stage = stageIn(path)
    this.#contents = contents
  }

  /** @throws ConfigurationError when something else would be lost, or nothing can be written */
  check(): void {
    checkContents(this.path, this.#contents)
  }

  /** Makes the place to write to. @throws ConfigurationError */
  begin(): void {
    try {
      mkdirSync(this.stage, { recursive: true })
    } catch (error) {
      throw notWritable(this.#contents.flag, this.path, error)
    }
  }

  /**
   * Puts what was written in the place of what was there.
   * @returns how many files that is
   * @throws ConfigurationError when something else would be lost
   */
  finish(): number {
    const fresh = readdirSync(this.stage)
    this.check()
    for (const name of fresh) renameSync(join(this.stage, name), join(this.path, name))
    this.discard()
    for (const name of readdirSync(this.path)) {
      const path = join(this.path, name)
      if (STAGE.test(name) ? isAbandoned(path) : !fresh.includes(name)) rmSync(path, { recursive: true })
    }
    return fresh.length
  }

  /** Takes back what was written. */
  discard(): void {
    rmSync(this.stage, { recursive: true, force: true })
  }
}

/**
 * Makes sure that the contents of a directory can be replaced: there is nothing, or what this program wrote.
 * @throws ConfigurationError when something else would be lost, or nothing can be written
 */
export function checkContents(directory: string, { flag, isOurs, what }: Contents): void {
  const parent = nearestExisting(directory)
  const found = statSync(parent, { throwIfNoEntry: false })
  if (found === undefined) {
    throw new ConfigurationError(
      `${flag} ${directory}: ${parent} is a link whose target does not exist; name another directory.`,
    )
  }
  if (!found.isDirectory()) {
    throw new ConfigurationError(
      parent === directory
        ? `${flag} ${directory} is a file; name a directory for ${what}.`
        : `${flag} ${directory} lies under ${parent}, which is a file; name another directory.`,
    )
  }
  if (parent === directory) {
    const strangers = readdirSync(directory).filter(
      name => !STAGE.test(name) && !isOurs(join(directory, name)),
    )
    if (strangers.length > 0) {
      throw new ConfigurationError(
        `${flag} ${directory} contains more than ${what} (${strangers.slice(0, 3).join(', ')}), which would be deleted; name a new or empty directory.`,
      )
    }
  }
  try {
    // Nothing else proves it: what access() says of root or of some file systems is not so.
    const trial = stageIn(parent)
    mkdirSync(trial)
    rmdirSync(trial)
  } catch (error) {
    throw notWritable(flag, directory, error)
  }
}

function notWritable(flag: string, directory: string, error: unknown): ConfigurationError {
  const why = (error as NodeJS.ErrnoException).code ?? String(error)
  return new ConfigurationError(
    `${flag} ${directory} cannot be written (${why}); name a directory that can be created or replaced.`,
  )
}

function stageIn(directory: string): string {
  return join(directory, `.unfinished-${randomUUID()}`)
}

function nearestExisting(path: string): string {
  return isThere(path) ? path : nearestExisting(dirname(path))
}

/** Also a link that leads nowhere is there. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    // It lies under a file, where nothing can be.
    return false
  }
}

function isAbandoned(stage: string): boolean {
  const { mtimeMs } = statSync(stage, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
  return Date.now() - mtimeMs > ABANDONED_MS
}
