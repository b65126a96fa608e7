import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ConfigurationError } from '../../failure.ts'
import { FORMAT, MOST_BYTES, MOST_ENTRIES, VERSION } from './format.ts'
import type { Recording } from './recording.ts'
import { SecretRemover, withoutSplitSecrets } from './without-secrets.ts'

/** A recording as it is saved: a head, a line for each entry, a last line. Secrets are taken out. */
export function textOf(recording: Recording): string {
  const { entries, decisive, failure, gatewayThen, backendThen, ...head } = recording
  const secrets = new SecretRemover()
  const lines = [
    { format: FORMAT, version: VERSION, ...head },
    ...withoutSplitSecrets(entries),
    {
      end: true,
      entries: entries.length,
      ...(decisive === undefined ? {} : { decisive }),
      ...(failure === undefined ? {} : { failure }),
      ...(gatewayThen === undefined ? {} : { gatewayThen }),
      ...(backendThen === undefined ? {} : { backendThen }),
    },
  ]
  return lines.map(line => `${JSON.stringify(saved(secrets.without(line)))}\n`).join('')
}

/** Bytes are saved as base64. */
function saved(line: unknown): unknown {
  const { bytes } = line as { bytes?: { readonly base64: string } }
  return bytes === undefined ? line : { ...(line as object), bytes: bytes.base64 }
}

/**
 * Makes sure, before anything is run, that a timeline can be saved at `path`.
 * @param flag what the caller said it with, for messages
 * @throws ConfigurationError when it cannot, or when something else would be lost
 */
export function checkPlaceOfRecording(path: string, flag: string): void {
  const parent = statSync(dirname(path), { throwIfNoEntry: false })
  if (parent?.isDirectory() !== true) {
    throw new ConfigurationError(
      `${flag} ${path} lies in ${dirname(path)}, which is no directory; name a file in one that exists.`,
    )
  }
  const there = statSync(path, { throwIfNoEntry: false })
  if (there === undefined) return
  if (!there.isFile()) {
    throw new ConfigurationError(`${flag} ${path} is no file; name a file to be written.`)
  }
  if (there.size > 0 && !beginsAsSaved(path)) {
    throw new ConfigurationError(
      `${flag} ${path} is no saved timeline, and saving would replace it; name another file.`,
    )
  }
}

function beginsAsSaved(path: string): boolean {
  const beginning = Buffer.from(JSON.stringify({ format: FORMAT }).slice(0, -1))
  const found = Buffer.alloc(beginning.length)
  const file = openSync(path, 'r')
  try {
    readSync(file, found)
  } finally {
    closeSync(file)
  }
  return found.equals(beginning)
}

/** A timeline that is too long to be read again. */
export class TooLarge extends ConfigurationError {}

/**
 * Writes a recording beside its place and then puts it there as a whole.
 * @throws ConfigurationError when it cannot be written; TooLarge when it could not be read again
 */
export function writeRecording(path: string, recording: Recording): void {
  const count = recording.entries.length
  const text = textOf(recording)
  if (count > MOST_ENTRIES || Buffer.byteLength(text) > MOST_BYTES) {
    throw new TooLarge(
      `The timeline of ${recording.clause} is too large to be saved: ${count} entries in ${Buffer.byteLength(text)} bytes, where ${MOST_ENTRIES} in ${MOST_BYTES} are the most.`,
    )
  }
  const fresh = join(dirname(path), `.${basename(path)}-${randomUUID()}`)
  try {
    writeFileSync(fresh, text, { flag: 'wx' })
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new ConfigurationError(
      `The timeline cannot be saved as ${path} (${why}); name a file that can be created or replaced.`,
    )
  }
}
