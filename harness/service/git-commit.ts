/** The commit of a checkout whose top is `directory`; `undefined` where it is not one. */
export async function gitCommit(directory: string): Promise<string | undefined> {
  const { execa } = await import('execa')
  const git = (...args: string[]) =>
    execa('git', ['-C', directory, ...args], { reject: false, stdin: 'ignore' })
  const [place, head, changes] = await Promise.all([
    git('rev-parse', '--show-prefix'),
    git('rev-parse', '--short=12', 'HEAD'),
    git('status', '--porcelain', '--untracked-files=no'),
  ])
  if (place.failed || head.failed || place.stdout !== '') return undefined
  return changes.stdout === '' ? head.stdout : `${head.stdout}+changes`
}
