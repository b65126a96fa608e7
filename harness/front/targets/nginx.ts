import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FRONT_FAULTS, type FrontFaultName } from '../../../fixtures/faults/front.ts'
import { findNginx } from '../nginx-program.ts'
import type { StartableFront } from '../target.ts'
import type { FrontKind } from './front-kind.ts'

const CONFIGURATION = fileURLToPath(new URL('../../../fixtures/front/nginx.conf', import.meta.url))

/** The bundled configuration. */
export const nginx: FrontKind = ({ environment, front, frontFault }) =>
  front === undefined ? undefined : bundledFront(environment, frontFault as readonly FrontFaultName[])

/** @throws NotTestableError when this machine has no nginx */
export function bundledFront(
  environment: Readonly<Record<string, string>>,
  faults: readonly FrontFaultName[] = [],
): StartableFront {
  return {
    identity: { name: 'nginx', kind: 'nginx', ...(faults.length === 0 ? {} : { faults }) },
    command: findNginx(environment),
    template: faults.reduce(broken, readFileSync(CONFIGURATION, 'utf8')),
    directory: dirname(CONFIGURATION),
    environment,
  }
}

function broken(text: string, name: FrontFaultName): string {
  return FRONT_FAULTS[name].edits.reduce((edited, [from, to]) => {
    if (!edited.includes(from)) throw new Error(`The fault ${name} changes "${from}", which is not there.`)
    return edited.replace(from, () => to)
  }, text)
}
