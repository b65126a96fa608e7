/** The command could not be started at all: it never ran. */
export class SpawnError extends Error {
  override readonly name: string = 'SpawnError'
}

/** A process that a subprocess started could not be killed. `pids` lists those still alive. */
export class SurvivorError extends Error {
  override readonly name: string = 'SurvivorError'
  readonly pids: readonly number[]

  constructor(message: string, pids: readonly number[]) {
    super(message)
    this.pids = pids
  }
}
