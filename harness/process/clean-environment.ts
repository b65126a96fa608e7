const VITEST_VARIABLES = new Set(['TEST', 'DEV', 'PROD', 'SSR', 'MODE', 'BASE_URL', 'FORCE_TTY'])

/**
 * The environment as the user's shell had it: without what npm and vitest have added for the programs they run.
 *
 * - npm: `npm_*`, `INIT_CWD`, `COLOR`, its `NODE`, and the folders it puts in front of the PATH.
 * - vitest: `VITEST*`, `TEST`, `DEV`, `PROD`, `SSR`, `MODE`, `BASE_URL`, `FORCE_TTY`, and `NODE_ENV` if it is `test`.
 *
 * Only what is there because of them goes: outside npm a `COLOR` is the user's own, outside vitest a `MODE` is.
 * What they have overwritten cannot be brought back.
 */
export function cleanedEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const isAdded = (name: string, value: string) =>
    isAddedByNpm(name, value, environment) || isAddedByVitest(name, value, environment)
  return Object.fromEntries(
    Object.entries(environment)
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .filter(([name, value]) => !isAdded(name, value))
      .map(([name, value]) => [name, name === 'PATH' ? pathWithoutNpm(value) : value]),
  )
}

type Environment = Readonly<Record<string, string | undefined>>

function isAddedByNpm(name: string, value: string, environment: Environment): boolean {
  if (environment.npm_execpath === undefined && environment.npm_lifecycle_event === undefined) return false
  if (name === 'NODE') return value === environment.npm_node_execpath
  return name.startsWith('npm_') || name === 'INIT_CWD' || name === 'COLOR'
}

function isAddedByVitest(name: string, value: string, environment: Environment): boolean {
  if (environment.VITEST === undefined) return false
  if (name === 'NODE_ENV') return value === 'test'
  return name.startsWith('VITEST') || VITEST_VARIABLES.has(name)
}

/** npm puts every `node_modules/.bin` up to the root in front, then its `node-gyp-bin`: what follows is the user's. */
function pathWithoutNpm(path: string): string {
  const folders = path.split(':')
  const lastAdded = folders.findLastIndex(folder => /(^|\/)node-gyp-bin\/?$/.test(folder))
  return folders
    .filter(
      (folder, index) => index > lastAdded || !/(^|\/)(node_modules\/\.bin|node-gyp-bin)\/?$/.test(folder),
    )
    .join(':')
}
