import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StartableTarget } from '../target.ts'
import { namesIn, type TargetKind, type TargetRequest } from './target-kind.ts'

const ENTRY = fileURLToPath(new URL('../../../fixtures/reference-gateway/index.ts', import.meta.url))

const COMPILE_CACHE = fileURLToPath(
  new URL('../../../node_modules/.cache/reference-gateway', import.meta.url),
)

/** The bundled gateway, where no other is named. */
export const reference: TargetKind = {
  kind: 'reference',
  wording: {
    name: 'bundled reference gateway',
    steadyName: 'the bundled reference gateway',
    hint: 'name yours with --gateway',
  },
  resolve: request => (namesIn(request).length === 0 ? referenceTarget(request) : undefined),
}

/** The bundled gateway, with the faults asked for. */
export function referenceTarget(
  request: Pick<TargetRequest, 'edition' | 'crossOrigin' | 'environment' | 'faults'>,
): StartableTarget {
  return {
    identity: {
      name: 'bundled reference gateway',
      kind: 'reference',
      node: process.version,
      ...(request.faults === undefined || request.faults.length === 0 ? {} : { faults: request.faults }),
    },
    command: process.execPath,
    args: [
      ENTRY,
      '--edition',
      request.edition,
      ...(request.crossOrigin === true ? ['--cors'] : []),
      ...(request.faults ?? []).flatMap(fault => ['--fault', fault]),
    ],
    workingDirectory: dirname(ENTRY),
    // Its TypeScript is stripped once and then read from this cache, which halves its start-up.
    environment: { ...request.environment, NODE_COMPILE_CACHE: COMPILE_CACHE },
  }
}
