import type { BackendIdentity } from '../backend/index.ts'
import { printable } from '../diagnosis/index.ts'
import type { TargetIdentity } from '../gateway/index.ts'

/** Who was judged, as a report states it. */
export type Identity = TargetIdentity | BackendIdentity

/** A gateway or a backend in one line, with everything that tells it from another. */
export function describeTarget(target: Identity): string {
  return withFacts(target, {
    reference: 'bundled reference gateway; name yours with --gateway',
    mock: 'bundled mock backend; name yours with --backend-command',
  })
}

/** The same where no advice is wanted. */
export function nameTarget(target: Identity): string {
  return withFacts(target, { reference: 'the bundled reference gateway', mock: 'the bundled mock backend' })
}

function withFacts(target: Identity, bundled: Readonly<Record<'reference' | 'mock', string>>): string {
  const known: Partial<Omit<TargetIdentity, 'kind'> & Omit<BackendIdentity, 'kind'>> = target
  const facts = [
    known.package && known.version ? `${known.package} ${known.version}` : undefined,
    known.commit && `commit ${known.commit}`,
    known.node && `node ${known.node}`,
    known.python && `Python ${known.python}`,
    known.faults && `with the fault ${known.faults.join(' and ')}`,
    target.kind === 'url' ? 'run by somebody else' : undefined,
  ].flatMap(fact => (fact ? [printable(fact)] : []))
  const isBundled = target.kind === 'reference' || target.kind === 'mock'
  const name = isBundled ? bundled[target.kind] : printable(target.name)
  return facts.length === 0 ? name : `${name} (${facts.join(', ')})`
}
