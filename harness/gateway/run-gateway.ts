import { Container, explainUnreachable, portOf } from '../container/index.ts'
import type { RunningProgram } from '../process/index.ts'
import { fillPlaceholders, type ProgramHooks, startProgram } from '../service/index.ts'
import { type ContainerTarget, isContainer, type StartableTarget } from './target.ts'

/** Environment variables; `undefined` removes one. */
export type Variables = Readonly<Record<string, string | undefined>>

/** Where a gateway in a container differs from an ordinary start. */
export interface Circumstances {
  /** A container has a network of its own and a published port, also where others share that of the machine. */
  readonly isPublished?: boolean
  /** Its root file system cannot be written to. */
  readonly readOnly?: boolean
  /** The port inside that is published, instead of the one that the image states. */
  readonly containerPort?: number
  /** A container whose network it shares, so that the port is taken. */
  readonly beside?: RunningProgram | undefined
}

/** The port that a gateway is told to listen on, so that it is reached at `port` of this machine. */
export function portInside(
  target: StartableTarget | ContainerTarget,
  port: number,
  circumstances: Circumstances = {},
): number {
  return hasOwnNetwork(target, circumstances) ? portOf(target.image) : port
}

/** Whether its port inside is another than the one at which it is reached. */
export function hasOwnNetwork(
  target: StartableTarget | ContainerTarget,
  { isPublished = false }: Circumstances,
): target is ContainerTarget {
  return isContainer(target) && (isPublished || target.engine.route.isHostNetwork !== true)
}

/**
 * Starts what a target names, and waits for nothing.
 * @throws NotTestableError when it cannot be started
 */
export function runGateway(
  target: StartableTarget | ContainerTarget,
  port: number,
  variables: Variables,
  hooks: ProgramHooks,
  { beside, ...circumstances }: Circumstances = {},
): Promise<RunningProgram> {
  const given = Object.fromEntries(
    Object.entries(variables).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  if (isContainer(target)) {
    const { engine, environment, image } = target
    return Container.start({
      engine,
      image,
      port,
      environment: { ...environment, ...given },
      ...circumstances,
      ...(beside instanceof Container && hasOwnNetwork(target, circumstances)
        ? { sharesNetworkOf: beside }
        : {}),
      ...hooks,
    })
  }
  const env = { ...target.environment, ...given }
  for (const [name, value] of Object.entries(variables)) if (value === undefined) delete env[name]
  const { PORT = '', CALLBACK_URL = '' } = given
  return startProgram(
    `gateway (${target.identity.name})`,
    {
      command: target.command,
      args: fillPlaceholders(target.args, { port: PORT, callbackUrl: CALLBACK_URL }),
      cwd: target.workingDirectory,
      env,
    },
    hooks,
  )
}

/** What is known of a gateway that runs and cannot be reached. */
export async function explainSilence(process: RunningProgram): Promise<string | undefined> {
  return process instanceof Container ? explainUnreachable(process) : undefined
}
