import { readdirSync, readFileSync } from 'node:fs'
import { signalProcess } from '../process/index.ts'
import type { Container } from './container.ts'

/** A place inside of a container. */
export interface Listener {
  readonly address: string
  readonly port: number
}

/** What this machine sees of the processes of a container. */
export interface ContainerProcesses {
  /** The user that the first process runs as, by its number inside. */
  readonly user: number
  /** How many processes the first one has started and not yet lost. */
  readonly children: number
  /** Where something inside listens. */
  readonly listeners: readonly Listener[]
}

/** @returns `undefined` where the engine has another kernel, or does not let us see them */
export async function processesOf(container: Container): Promise<ContainerProcesses | undefined> {
  if (!container.engine.sharesKernel) return undefined
  const { Pid } = (await container.inspect()).State
  if (Pid === 0) return undefined
  try {
    return {
      user: insideOf(Number(/^Uid:\s+\d+\s+(\d+)/m.exec(read(Pid, 'status'))?.[1]), read(Pid, 'uid_map')),
      children: childrenOf(Pid).length,
      listeners: listenersOf(Pid),
    }
  } catch {
    return undefined
  }
}

/** Stops every process of a container, also those that the first one has started. */
export async function stopAll(container: Container): Promise<void> {
  await container.signal('SIGSTOP')
  if (!container.engine.sharesKernel) return
  const { Pid } = (await container.inspect()).State
  for (const pid of descendantsOf(Pid)) signalProcess(pid, 'SIGSTOP')
}

function read(pid: number, file: string): string {
  return readFileSync(`/proc/${pid}/${file}`, 'latin1')
}

/** The number inside of a user as this machine numbers them (user_namespaces(7)). */
export function insideOf(outside: number, map: string): number {
  for (const line of map.trim().split('\n')) {
    const [inside = 0, first = 0, count = 0] = line.trim().split(/\s+/).map(Number)
    if (outside >= first && outside < first + count) return inside + outside - first
  }
  return outside
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap(task =>
    read(pid, `task/${task}/children`).split(' ').filter(Boolean).map(Number),
  )
}

function descendantsOf(pid: number): number[] {
  try {
    return childrenOf(pid).flatMap(child => [child, ...descendantsOf(child)])
  } catch {
    // It has ended meanwhile, or is not ours to see.
    return []
  }
}

/** State of a socket that listens, in /proc/net/tcp. */
const LISTEN = '0A'

function listenersOf(pid: number): Listener[] {
  return ['net/tcp', 'net/tcp6'].flatMap(file =>
    read(pid, file)
      .split('\n')
      .slice(1)
      .flatMap(line => {
        const [, local = '', , state] = line.trim().split(/\s+/)
        const [address = '', hexPort = ''] = local.split(':')
        const port = Number.parseInt(hexPort, 16)
        return state === LISTEN ? [{ address: addressOf(address), port }] : []
      }),
  )
}

/** An address as the kernel prints it: words of 32 bits in the order of the machine. */
export function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap(word =>
    (word.match(/../g) ?? []).map(pair => Number.parseInt(pair, 16)).reverse(),
  )
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.every(byte => byte === 0)) return '::'
  if (bytes.slice(0, 15).every(byte => byte === 0) && bytes[15] === 1) return '::1'
  const isMapped = bytes.slice(0, 10).every(byte => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  return isMapped ? bytes.slice(12).join('.') : bytes.map(byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether nothing outside of the container reaches it there. */
export function isLoopback({ address }: Pick<Listener, 'address'>): boolean {
  return address.startsWith('127.') || address === '::1'
}
