import { isLoopback, placesInWords } from '../../container/index.ts'
import { deploymentFault, gatewayFault, quoted } from '../../diagnosis/index.ts'
import type { CheckOutcome, ImageControl, Start } from '../../session/image-control.ts'
import { GRACE_SECONDS } from '../../session/image-control.ts'
import type { EntryOf } from '../../timeline/index.ts'
import { NotTestableError } from '../../util/errors.ts'
import { defineMatchers, waitBefore } from '../registry.ts'

/** What was found out of an image before it is judged. */
const users = new WeakMap<ImageControl, number | string>()

const ROOT: ReadonlySet<number | string> = new Set([0, '', '0', 'root'])

const IMAGE = defineMatchers({
  toRunAsNoRoot(image: ImageControl) {
    const user = users.get(image)
    if (user === undefined || !ROOT.has(user)) return undefined
    const stated =
      image.facts.user === '' ? 'The image states no USER' : `The image states USER ${image.facts.user}`
    return deploymentFault({
      what: 'image-runs-as-root',
      summary: `${stated}, and the first process of its container runs as root.`,
      expected: 'a user that is not root',
    })
  },

  toStateHealthcheck(image: ImageControl) {
    if (image.facts.healthcheck !== undefined) return undefined
    return deploymentFault({
      what: 'image-without-healthcheck',
      summary: 'The image states no HEALTHCHECK, so that its engine does not notice a gateway that hangs.',
      expected: 'a HEALTHCHECK that asks GET /healthz',
    })
  },

  toBeHealthy(image: ImageControl, outcome: CheckOutcome) {
    if (outcome === 0) return undefined
    return deploymentFault({
      what: 'healthcheck-fails-while-up',
      summary: `The gateway serves, and its HEALTHCHECK (${commandOf(image)}) ${outcomeInWords(outcome)}, expected exit code 0.`,
      expected: 'exit code 0',
    })
  },

  toBeUnhealthy(image: ImageControl, outcome: CheckOutcome) {
    if (outcome !== 0) return undefined
    return deploymentFault({
      what: 'healthcheck-always-healthy',
      summary: `The gateway does not answer GET /healthz, and its HEALTHCHECK (${commandOf(image)}) exits with code 0 nevertheless.`,
      expected: 'an exit code other than 0',
    })
  },

  toHaveStoppedInTime(exit: EntryOf<'gateway-exited'>, isWrapped: boolean) {
    if (exit.signal !== 'SIGKILL') return undefined
    const summary = `Its engine sent the stop signal to the first process of the container, which still ran ${GRACE_SECONDS} s later and was killed.`
    const expected = 'the end of the process on the stop signal'
    if (!isWrapped) return gatewayFault([], { what: 'stop-ignored', summary, expected })
    return deploymentFault({
      what: 'image-swallows-signal',
      summary: `${summary} That process is not the gateway: it has started others.`,
      expected,
    })
  },

  toServeReadOnly({ came }: Start) {
    if (came === 'serves') return undefined
    if (came === 'elsewhere') throw new NotTestableError(UNREACHABLE)
    return gatewayFault([], {
      what: 'needs-writable-root',
      summary: `Started with a root file system that cannot be written to, the gateway ${inWords(came)}.`,
      expected: 'a gateway that serves',
    })
  },

  toBeReachable(start: Start) {
    const { came, listeners } = start
    if (came === 'serves') return undefined
    if (came !== 'elsewhere' || !listeners.every(isLoopback)) throw notStarted(start)
    return gatewayFault([], {
      what: 'loopback-only',
      summary: `Inside its container the gateway listens on ${placesInWords(listeners)} alone, so that its published port leads nowhere.`,
      expected: 'a gateway that listens on 0.0.0.0',
    })
  },

  toServeExposedPort(start: Start, port: number) {
    const { came, listeners } = start
    if (came === 'serves' || listeners.some(listener => listener.port === port)) return undefined
    if (came !== 'elsewhere') throw notStarted(start)
    return deploymentFault({
      what: 'exposed-port-not-served',
      summary: `The image states EXPOSE ${port}. Started without PORT, the gateway listens on ${placesInWords(listeners)} of its container.`,
      expected: `a gateway that listens on port ${port}`,
    })
  },
})

waitBefore(IMAGE, {
  toRunAsNoRoot: async image => void users.set(image, await image.user()),
})

const UNREACHABLE = 'needs a gateway that is reachable from outside of its container'

function notStarted({ came }: Start): NotTestableError {
  return new NotTestableError(`needs a gateway that starts in its container; this one ${inWords(came)}`)
}

function inWords(came: Start['came']): string {
  return came === 'ended' ? 'ended' : 'serves nothing'
}

function commandOf({ facts }: ImageControl): string {
  return quoted(facts.healthcheck?.test.slice(1).join(' ') ?? '', 100)
}

function outcomeInWords(outcome: CheckOutcome): string {
  return outcome === undefined ? 'takes longer than it may' : `exits with code ${outcome}`
}
