import { RUN_MARKER_VARIABLE } from './run-marker.ts'

/** The name under which the launching shell reports its own errors, e.g. that it could not execute the command. */
export const LAUNCHER_NAME = 'sse-conformance-launcher'

const WATCHDOG_NAME = 'sse-conformance-watchdog'

// Whatever a program may send to its own group must not end or stop the watchdog in it.
const IGNORED_SIGNALS = 'HUP INT QUIT PIPE ALRM TERM USR1 USR2 TSTP TTIN TTOU'

const KILL_ROUNDS = 200

/**
 * Runs as `sh -c WATCHDOG name marker directory`, in the group of the command and with the harness' pipe on fd 3.
 *
 * A process that forks while it is looked for shows up in the next round, so the rounds end when one finds nothing.
 * The searching processes do not carry the marker, and the group goes last because the watchdog is in it. Before that
 * goes the directory that belongs to the command, if one was named.
 */
const WATCHDOG = `
cd /
PATH=/usr/bin:/bin:$PATH
read -r end <&3
exec 3>&-
round=0
while [ -r /proc/self/environ ] && [ $round -lt ${KILL_ROUNDS} ]; do
  marked=$(grep -lF -e "${RUN_MARKER_VARIABLE}=$1" /proc/[0-9]*/environ)
  [ -n "$marked" ] || break
  for file in $marked; do
    pid=\${file#/proc/}
    kill -KILL "\${pid%/environ}"
  done
  round=$((round + 1))
done
[ -z "$2" ] || rm -rf -- "$2"
kill -KILL 0
`

/**
 * Runs as `sh -c LAUNCHER name watchdog marker directory command argument…` and becomes the command, so that pid, exit code
 * and signal are the command's own.
 *
 * Forks the watchdog first, before the marker is exported. It is forked twice: the command must not find a child it
 * does not know. Its pid is printed on fd 3. The signals are ignored before the fork, so that there is no moment in
 * which the watchdog can be hit, and given back to the command. No variables of its own: they might be the command's.
 */
const LAUNCHER = `
trap '' ${IGNORED_SIGNALS}
(
  (exec /bin/sh -c "$1" ${WATCHDOG_NAME} "$2" "$3" </dev/null >/dev/null 2>&1) &
  echo $! >&3
)
trap - ${IGNORED_SIGNALS}
${RUN_MARKER_VARIABLE}=$2
export ${RUN_MARKER_VARIABLE}
shift 3
exec "$@" 3>&-
`

export interface Launch {
  readonly executable: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly marker: string
  /** A directory that belongs to the command, and is removed when this program was killed and cannot remove it. */
  readonly removesAfterKill?: string | undefined
}

/** The arguments for `/bin/sh` that start the command with its watchdog. */
export function launchArguments({ executable, args, env, marker, removesAfterKill = '' }: Launch): string[] {
  // dash drops variables whose names are no shell names (e.g. "a.b"); env(1) passes them instead.
  const unnameable = Object.entries(env)
    .filter(([name]) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    .map(([name, value]) => `${name}=${value}`)
  const detour = unnameable.length === 0 ? [] : ['/usr/bin/env', ...unnameable]
  return ['-c', LAUNCHER, LAUNCHER_NAME, WATCHDOG, marker, removesAfterKill, ...detour, executable, ...args]
}
