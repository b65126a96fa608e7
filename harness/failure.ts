/** The caller asked for something that cannot be: wrong flag, file or target. Ends the gate with exit code 2. */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError'
}

/** The gateway or a prerequisite is not there to be judged. Ends the gate with exit code 3. */
export class NotTestable extends Error {
  override readonly name: string = 'NotTestable'
}
