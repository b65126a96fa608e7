import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { owner, ownerIsGone } from '../../../process/index.ts'
import type { Python } from './python.ts'

/** Written last: an environment without it is incomplete, and one with it needs no further check. */
const STAMP = 'complete'

/** `<requirements>-<python>.<who made it>.<which time>` */
const NAME = /^(?<requirements>[0-9a-f]{12})-[0-9a-f]{8}\.(?<maker>[\w-]+)\.[0-9a-f]+$/

/**
 * A folder of virtual environments. One cannot be moved, so each is made where it stays; every attempt gets a place
 * of its own, so that nobody ever works in what another left or is at.
 */
export class EnvironmentCache {
  readonly #folder: string
  readonly #requirements: string
  readonly #key: string

  /** @param requirements the file that says what is installed */
  constructor(folder: string, requirements: string, python: Python) {
    this.#folder = folder
    this.#requirements = digest(readFileSync(requirements), 12)
    this.#key = `${this.#requirements}-${digest(JSON.stringify([python.version, ...python.build]), 8)}`
  }

  /** Where the lock is, for those who would make the same environment. */
  get lock(): string {
    return join(this.#folder, `${this.#key}.lock`)
  }

  /** The whole environment for these requirements and this Python; `undefined` when there is none. */
  find(): string | undefined {
    const name = this.#names().find(
      // Its Python is a link, which leads nowhere when that Python was removed.
      candidate => candidate.startsWith(`${this.#key}.`) && this.#isWhole(candidate) && this.#runs(candidate),
    )
    return name && join(this.#folder, name)
  }

  /** Creates the folder. @throws what the file system says */
  create(): void {
    mkdirSync(this.#folder, { recursive: true })
  }

  /** A place for a new environment, where nothing is yet. */
  newPlace(): string {
    return join(this.#folder, `${this.#key}.${owner()}.${randomBytes(3).toString('hex')}`)
  }

  /** From here on the environment at this place is whole. @throws what the file system says */
  complete(place: string): void {
    writeFileSync(join(place, STAMP), `${new Date().toISOString()}\n`)
  }

  /** Removes what ended makers left unfinished. */
  removeUnfinished(): void {
    for (const name of this.#names()) {
      if (!this.#isWhole(name) && ownerIsGone(NAME.exec(name)?.groups?.maker ?? '')) this.remove(name)
    }
  }

  /** Removes the environments of other requirements, and those whose Python is gone. */
  removeOutdated(): void {
    for (const name of this.#names()) {
      const isCurrent = NAME.exec(name)?.groups?.requirements === this.#requirements
      if (this.#isWhole(name) && !(isCurrent && this.#runs(name))) this.remove(name)
    }
  }

  /** Removes as much of an environment as the system lets us. */
  remove(name: string): void {
    const place = join(this.#folder, name)
    try {
      // First, so that what is left of a removal that is cut short is not taken for whole.
      rmSync(join(place, STAMP), { force: true })
      rmSync(place, { recursive: true, force: true, maxRetries: 3 })
    } catch {
      // Still in the way of nobody; the next one tries again.
    }
  }

  #names(): string[] {
    if (!existsSync(this.#folder)) return []
    return readdirSync(this.#folder)
      .filter(name => NAME.test(name))
      .sort()
  }

  #isWhole(name: string): boolean {
    return existsSync(join(this.#folder, name, STAMP))
  }

  #runs(name: string): boolean {
    return existsSync(pythonOf(join(this.#folder, name)))
  }
}

/** The Python of a virtual environment. */
export function pythonOf(place: string): string {
  return join(place, 'bin/python')
}

function digest(content: string | Buffer, length: number): string {
  return createHash('sha256').update(content).digest('hex').slice(0, length)
}
