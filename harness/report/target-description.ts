import { BACKEND_KINDS, type BackendIdentity } from '../backend/index.ts'
import { printable } from '../diagnosis/index.ts'
import type { FrontIdentity } from '../front/index.ts'
import { TARGET_KINDS, type TargetIdentity } from '../gateway/index.ts'
import type { TargetWording } from '../service/index.ts'

/** Who was judged, as a report states it. */
export type Identity = TargetIdentity | BackendIdentity

/** A gateway or a backend in one line, with everything that distinguishes it from another. */
export function describeTarget(target: Identity): string {
  const { name, hint } = wordingOf(target)
  return withFacts(target, [name ?? printable(target.name), ...(hint === undefined ? [] : [hint])].join('; '))
}

/** The same where no advice is wanted. */
export function nameTarget(target: Identity): string {
  const { name } = wordingOf(target)
  return withFacts(target, name === undefined ? printable(target.name) : `the ${name}`)
}

/** The name alone. */
export function shortNameOf(target: Identity): string {
  return wordingOf(target).name ?? printable(target.name)
}

/** The name that a target has on every machine, whatever its path, its commit or its port. */
export function steadyNameOf(target: Identity): string {
  const { steadyName } = wordingOf(target)
  if (steadyName !== undefined) return steadyName
  return 'package' in target && target.package !== undefined ? printable(target.package) : 'the target'
}

/** A reverse proxy in one line. */
export function describeFront({ faults, kind, name }: FrontIdentity): string {
  const fact =
    kind === 'url'
      ? 'already running'
      : kind === 'config'
        ? 'on the nginx of this machine'
        : 'with the bundled configuration'
  const broken = faults === undefined ? '' : `, with the fault ${faults.join(' and ')}`
  return `${printable(name)} (${fact}${broken})`
}

/** A kind that gateways and backends have in common is worded alike. */
function wordingOf({ kind }: Identity): TargetWording {
  return [...TARGET_KINDS, ...BACKEND_KINDS].find(one => one.kind === kind)?.wording ?? {}
}

function withFacts(target: Identity, name: string): string {
  const known: Partial<Omit<TargetIdentity, 'kind'> & Omit<BackendIdentity, 'kind'>> = target
  const facts = [
    known.package && known.version ? `${known.package} ${known.version}` : undefined,
    known.digest && known.version && `version ${known.version}`,
    known.commit && `${known.digest === undefined ? 'commit' : 'revision'} ${known.commit}`,
    known.digest,
    known.node && `node ${known.node}`,
    known.python && `Python ${known.python}`,
    known.faults && `with the fault ${known.faults.join(' and ')}`,
    wordingOf(target).fact,
  ].flatMap(fact => (fact ? [printable(fact)] : []))
  return facts.length === 0 ? name : `${name} (${facts.join(', ')})`
}
