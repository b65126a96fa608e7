import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Artifact } from './artifact.ts'
import { ARTIFACT_FOLDER } from './artifacts.ts'

/** How what is committed differs from what the contract says: one line for each file, none when it is current. */
export function differences(root: string, artifacts: readonly Artifact[]): string[] {
  return [
    ...artifacts.flatMap(({ path, text }) => {
      const committed = read(join(root, path))
      if (committed === undefined) return [`${path} is missing`]
      return committed === text ? [] : [`${path} is not what the contract says`]
    }),
    ...leftOver(root, artifacts).map(path => `${path} belongs to nothing in the contract`),
  ]
}

/** Writes the artifacts, and removes from their folder what is no artifact. */
export function write(root: string, artifacts: readonly Artifact[]): void {
  for (const path of leftOver(root, artifacts)) rmSync(join(root, path))
  for (const { path, text } of artifacts) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

function leftOver(root: string, artifacts: readonly Artifact[]): string[] {
  const paths = new Set(artifacts.map(({ path }) => path))
  return globSync(`${ARTIFACT_FOLDER}/**/*.*`, { cwd: root }).filter(path => !paths.has(path))
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
