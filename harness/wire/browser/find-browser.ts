import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { ConfigurationError, NotTestableError } from '../../util/errors.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

const APPLICATIONS = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
]

export interface BrowserSearch {
  /** What the caller named; a path from `workingDirectory`. */
  readonly path?: string | undefined
  readonly workingDirectory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
}

/**
 * The program of the machine's Chromium or Chrome: the one that was named, that of CHROME_PATH, or the first on the PATH
 * or among the applications.
 *
 * @throws ConfigurationError when what was named is no program
 * @throws NotTestableError when there is none
 */
export function findChromium({
  path,
  workingDirectory,
  environment,
  platform = process.platform,
}: BrowserSearch): string {
  const named = path ?? (environment.CHROME_PATH || undefined)
  if (named !== undefined) {
    const found = resolve(workingDirectory, named)
    if (isProgram(found)) return found
    const by = path === undefined ? 'CHROME_PATH' : '--client-path'
    throw new ConfigurationError(
      `${by} names ${found}, which is no program; give the path of Chromium or Chrome.`,
    )
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  const inFolders = folders.flatMap(folder => NAMES.map(name => join(folder, name)))
  const applications =
    platform === 'darwin'
      ? ['/Applications', join(environment.HOME ?? '/', 'Applications')].flatMap(folder =>
          APPLICATIONS.map(application => join(folder, application)),
        )
      : ['/opt/google/chrome/chrome', '/snap/bin/chromium']
  const found = [...inFolders, ...applications].find(isProgram)
  if (found !== undefined) return found
  throw new NotTestableError(
    `No browser was found: looked for ${NAMES.join(', ')} on the PATH (${folders.join(delimiter)}), and for ${applications.join(', ')}; install Chromium or Chrome, or name one with --client-path or CHROME_PATH.`,
  )
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
