import { type CommandResult, exitInWords } from '../../../process/index.ts'
import { withLastLines } from '../../../service/index.ts'
import { NotTestableError } from '../../../util/errors.ts'
import type { InstallStep } from './installer.ts'

const LINES_QUOTED = 8

const SOURCE_VARIABLES = {
  venv: '',
  pip: 'PIP_INDEX_URL or PIP_FIND_LINKS',
  uv: 'UV_DEFAULT_INDEX or UV_FIND_LINKS',
}

/** What the tools print when something that a user can mend stopped them; the first that matches is reported. */
const CAUSES: readonly {
  readonly sign: RegExp
  readonly sentence: (step: InstallStep, place: string) => string
}[] = [
  {
    sign: /no space left on device|disk quota exceeded|errno 28\b|os error 28\b/i,
    sentence: ({ tool }, place) =>
      `${tool} found no space for the Flask backend's Python environment at ${place}; free some.`,
  },
  {
    sign: /do not match the hashes|hash mismatch|hashes are required/i,
    sentence: ({ tool }) =>
      `${tool} refused a package of the Flask backend, since it is not the one whose hash requirements.txt gives; ` +
      'find out why your index has another before you use it.',
  },
  {
    sign: /permission denied|read-only file system|os error (13|30)\b/i,
    sentence: ({ tool }, place) =>
      `${tool} may not write the Flask backend's Python environment to ${place}; make that folder writable.`,
  },
  {
    sign: /ensurepip is not available|no module named '?(venv|ensurepip)/i,
    sentence: () =>
      'venv cannot make a Python environment without its part ensurepip; install it (on Debian and Ubuntu the package python3-venv) or uv.',
  },
  {
    sign: /no matching distribution|could not find a version|failed to (fetch|download)|error sending request|dns error|connection (refused|broken|error|reset)|network is unreachable|name resolution|max retries|timed out|timeout|proxyerror|certificate|no solution found|network connectivity is disabled|not found in the package registry/i,
    sentence: ({ tool }) =>
      `${tool} could not fetch the packages of the Flask backend; connect to the network, or set ${SOURCE_VARIABLES[tool]} to where they can be had.`,
  },
]

/** Why a step did not do its work, with what it printed last. */
export function installFailure(
  step: InstallStep,
  { exit, lines }: CommandResult,
  { place, limitMs }: { readonly place: string; readonly limitMs: number },
): unknown {
  const said = lines.map(({ text }) => text).filter(text => text.trim() !== '')
  if (exit === undefined) {
    const sentence = `${step.tool} had not made the Flask backend's Python environment after ${limitMs / 1000} s; look at the network and try again.`
    return withLastLines(new NotTestableError(sentence), said.slice(-LINES_QUOTED))
  }
  for (const { sign, sentence } of CAUSES) {
    // A warning is about an attempt that was repeated, and may have succeeded then.
    const at = said.findLastIndex(text => sign.test(text) && !text.startsWith('WARNING'))
    if (at < 0) continue
    const first = Math.min(at, Math.max(0, said.length - LINES_QUOTED))
    return withLastLines(new NotTestableError(sentence(step, place)), said.slice(first, first + LINES_QUOTED))
  }
  const sentence = `${step.tool} ended with ${exitInWords(exit)} before it had made the Flask backend's Python environment; run it by hand to see why: ${[step.command, ...step.args].join(' ')}.`
  return withLastLines(new NotTestableError(sentence), said.slice(-LINES_QUOTED))
}
