/** A file that is generated from the contract and committed. */
export interface Artifact {
  /** Relative to the root of the project. */
  readonly path: string
  readonly text: string
}

/** JSON as it is committed. */
export function jsonArtifact(path: string, value: unknown): Artifact {
  return { path, text: `${JSON.stringify(value, null, 2)}\n` }
}
