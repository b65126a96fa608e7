import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import { ConfigurationError } from '../util/errors.ts'
import { FORMAT, MAX_BYTES, MAX_ENTRIES, VERSION } from './format.ts'
import type { Recording } from './recording.ts'
import { removeSplitSecrets, SecretRemover } from './remove-secrets.ts'

/** A recording as it is saved: a head, a line for each entry, a last line. Secrets are taken out. */
export function textOf(recording: Recording): string {
  const { entries, decisive, failure, backendThen, ...others } = recording
  const { gatewayThen, ...head } = { gatewayThen: undefined, ...others }
  const secrets = new SecretRemover()
  const lines = [
    { format: FORMAT, version: VERSION, ...head },
    ...removeSplitSecrets(entries),
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
  if (there.size > 0 && !isSavedTimeline(path)) {
    throw new ConfigurationError(
      `${flag} ${path} is no saved timeline, and saving would replace it; name another file.`,
    )
  }
}

/** Whether a file begins as a saved timeline does, compressed or not. */
export function isSavedTimeline(path: string): boolean {
  const beginning = JSON.stringify({ format: FORMAT }).slice(0, -1)
  const found = Buffer.alloc(FIRST_BYTES)
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const bytes = found.subarray(0, readSync(file, found))
    const text = isCompressed(bytes) ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes
    return text.toString().startsWith(beginning)
  } catch {
    // It cannot be read, or is compressed and broken.
    return false
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Enough to see what it is; whatever it is, no more than a few MiB come of so little. */
const FIRST_BYTES = 4_096

/** Whether bytes are of the form that gzip writes. */
export function isCompressed(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** A timeline that is too long to be read again. */
export class RecordingTooLargeError extends ConfigurationError {}

/** @throws TooLarge when it could not be read again */
export function savedText(recording: Recording): string {
  const count = recording.entries.length
  const text = textOf(recording)
  if (count <= MAX_ENTRIES && Buffer.byteLength(text) <= MAX_BYTES) return text
  throw new RecordingTooLargeError(
    `The timeline of ${recording.clause} is too large to be saved: ${count} entries in ${Buffer.byteLength(text)} bytes, where ${MAX_ENTRIES} in ${MAX_BYTES} are the most.`,
  )
}

/**
 * Writes a recording, compressed where its name ends with `.gz`.
 * @throws ConfigurationError when it cannot be written; TooLarge when it could not be read again
 */
export function writeRecording(path: string, recording: Recording): void {
  writeSaved(path, savedText(recording))
}

/** Writes what is to be saved beside its place and then puts it there as a whole. @throws ConfigurationError */
export function writeSaved(path: string, text: string): void {
  const fresh = join(dirname(path), `.${basename(path)}-${randomUUID()}`)
  try {
    writeFileSync(fresh, path.endsWith('.gz') ? gzipSync(text) : text, { flag: 'wx' })
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new ConfigurationError(
      `The timeline cannot be saved as ${path} (${why}); name a file that can be created or replaced.`,
    )
  }
}
