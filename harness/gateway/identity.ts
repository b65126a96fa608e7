/** The version of a Node.js executable, e.g. `v24.1.0`; `undefined` when it does not run. */
export async function nodeVersionOf(
  node: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (node === process.execPath) return process.version
  const { execa } = await import('execa')
  const { failed, stdout } = await execa(node, ['--version'], {
    reject: false,
    stdin: 'ignore',
    env: environment,
    extendEnv: false,
  })
  return failed ? undefined : stdout
}
