import { cleanedEnvironment } from './clean-environment.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The words of NODE_OPTIONS; one in double quotes may hold spaces (node(1)). */
const WORDS = /(?:"(?:\\.|[^"\\])*"|[^\s"])+/g

/** Opens an inspector, or says where. */
const INSPECTOR = /^"?--(?:inspect(?:-brk|-wait|-port|-publish-uid)?|debug-port)(?==|"?$)/

/** Those whose value may be the next word. */
const HAS_VALUE = /^--(?:inspect-port|inspect-publish-uid|debug-port)$/

const PROXIES = ['http_proxy', 'https_proxy', 'all_proxy']

/**
 * The environment that a gateway or a backend inherits from this program: all of it, except
 *
 * - what npm and vitest have added (`cleanedEnvironment`);
 * - the inspector, which is meant for this program: it has one port, and every gateway would ask for it;
 * - an HTTP proxy between the two: where there is one, `NO_PROXY` names their hosts.
 *
 * What the caller sets for them by a flag is laid over it, and left as it is.
 *
 * @param host where the gateway reaches our backend; one of this machine's own names when left out
 */
export function inheritedEnvironment(
  host = '127.0.0.1',
  environment: Environment = process.env,
): Record<string, string> {
  const cleaned = cleanedEnvironment(environment)
  return { ...withoutInspector(cleaned), ...aroundProxy(cleaned, ['127.0.0.1', 'localhost', host]) }
}

function withoutInspector(environment: Readonly<Record<string, string>>): Record<string, string> {
  const { NODE_OPTIONS, VSCODE_INSPECTOR_OPTIONS: _attach, ...others } = environment
  if (NODE_OPTIONS === undefined) return others
  const words = NODE_OPTIONS.match(WORDS) ?? []
  const kept = words.filter(
    (word, at) => !INSPECTOR.test(word) && !(HAS_VALUE.test(words[at - 1] ?? '') && !word.startsWith('-')),
  )
  if (kept.length === words.length) return { ...others, NODE_OPTIONS }
  return kept.length === 0 ? others : { ...others, NODE_OPTIONS: kept.join(' ') }
}

/** Programs read either spelling, and one of them first, so that both are set. */
function aroundProxy(
  environment: Readonly<Record<string, string>>,
  hosts: readonly string[],
): Record<string, string> {
  const hasProxy = Object.entries(environment).some(
    ([name, value]) => PROXIES.includes(name.toLowerCase()) && value !== '',
  )
  if (!hasProxy) return {}
  const { no_proxy, NO_PROXY } = environment
  const extended = (list = ''): string => {
    const named = list.split(/[\s,]+/).filter(host => host !== '')
    return named.includes('*') ? list : [...new Set([...named, ...hosts])].join(',')
  }
  return { no_proxy: extended(no_proxy ?? NO_PROXY), NO_PROXY: extended(NO_PROXY ?? no_proxy) }
}
