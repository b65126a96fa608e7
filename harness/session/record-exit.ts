import { type Gateway, hasEnded } from '../gateway/index.ts'
import { type ProcessExit, type SeenEnd, Subprocess } from '../process/index.ts'
import type { Timeline } from '../timeline/index.ts'

/** Writes down the end of the process that was started: that of the gateway, or of a shell through which it came. */
export function recordExit(
  timeline: Timeline | undefined,
  gateway: Gateway | undefined,
  exit: ProcessExit,
): void {
  const { code, signal } = exit
  if (gateway?.serving.by !== 'child') {
    timeline?.record({ kind: 'gateway-exited', code, signal })
    return
  }
  if (hasEnded(gateway)) recordServerExit(timeline, gateway)
  const { process, serving } = gateway
  if (!(process instanceof Subprocess)) return
  timeline?.record({ kind: 'gateway-shell-exited', code, signal, program: serving.starter, pid: process.pid })
}

/** Writes down the end of the process that serves, where it was started through others, once. */
export function recordServerExit(timeline: Timeline | undefined, gateway: Gateway, end?: SeenEnd): void {
  if (timeline === undefined || gateway.serving.by !== 'child') return
  const { pid, program } = gateway.serving.process
  if (timeline.all('gateway-exited').some(entry => entry.pid === pid)) return
  timeline.record({
    kind: 'gateway-exited',
    code: end?.code ?? null,
    signal: end?.signal ?? null,
    program,
    pid,
  })
}
