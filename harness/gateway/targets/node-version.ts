/** The version of a Node.js executable, e.g. `v24.1.0`; `undefined` when it does not run, or is none. */
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
  // Another program may say of itself what it wants.
  return failed || !/^v\d+\.\d+\.\d+\S*$/.test(stdout) ? undefined : stdout
}
