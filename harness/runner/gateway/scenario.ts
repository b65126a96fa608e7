import { CLAUSES, type ClauseId, isAbout } from '../../contract/index.ts'
import { isStartable } from '../../gateway/index.ts'
import { createRecording } from '../../recording/create-recording.ts'
import { saveTimeline } from '../../recording/save-recording.ts'
import type { CompletedScenario, Outcome, ScenarioObserver } from '../../scenario/outcome.ts'
import { GatewaySession } from '../../session/gateway-session.ts'
import type { GatewayRunSettings } from '../../session/settings.ts'
import { Declarations, type Declare, type Declared } from '../declarations.ts'
import { workerSessions } from '../worker-session.ts'
import type { ScenarioContext, ScriptedScenarioContext } from './context.ts'
import { runScenario } from './run-scenario.ts'

interface ScenarioOptions {
  /** The gateway's heartbeat interval, which only a gateway that we start can be given. */
  readonly heartbeatSeconds?: number
  /** It ends or starts gateways, and so cannot share one. */
  readonly ownGateway?: true
}

/** A scenario about a gateway as it was declared. */
export interface DeclaredScenario extends Declared<ClauseId, ScriptedScenarioContext>, ScenarioOptions {
  /** Only a backend that follows its script can take part in it. */
  readonly scripted: boolean
}

/** The longest time that a clause is about, the callback timeout; added to the limits of waits for such clauses. */
const MAX_CONTRACT_MS = 5_000

const declarations = new Declarations<DeclaredScenario>({
  settings: () => workerSessions().settings,
  sessions: () => {
    const { pair, shared } = workerSessions()
    return pair === undefined ? [shared] : [shared, pair]
  },
  isAbout: ({ clause }) => isAbout(clause, workerSessions().settings.capabilities),
  isAlone: declared => isAlone(declared, workerSessions().settings),
  warmUp: declared => {
    const { settings } = workerSessions()
    if (!isAlone(declared, settings) && hasBackend(declared, settings)) void sessionFor(declared).warmUp()
  },
  run: (declared, onSeen) => {
    const { keepsEvidence, timelines } = workerSessions().settings
    return runDeclaredScenario(declared, sessionFor(declared), {
      ...(keepsEvidence === true ? { wentWell: evidence => onSeen({ evidence }) } : {}),
      playedBy: playedBy => onSeen({ playedBy }),
      ...(timelines === undefined
        ? {}
        : {
            judged: (moment: CompletedScenario) =>
              saveTimeline(timelines, declared, moment, provenance =>
                createRecording(declared, moment, provenance),
              ),
          }),
    })
  },
})

/** The scenarios that are declared while `load` goes on, instead of making them tests. */
export function collectScenarios(load: () => Promise<unknown>): Promise<readonly DeclaredScenario[]> {
  return declarations.collect(load)
}

function declaring(scripted: boolean): Declare<ClauseId, ScriptedScenarioContext, ScenarioOptions> {
  return declarations.declaring((named, options) => ({ ...named, scripted, ...options }))
}

/**
 * Declares a scenario: steps that show whether a clause holds. Any backend can take part in it; one that needs a
 * backend that follows its script is declared by `scenario.scripted`.
 */
export const scenario: Declare<ClauseId, ScenarioContext, ScenarioOptions> & {
  readonly scripted: Declare<ClauseId, ScriptedScenarioContext, ScenarioOptions>
} = Object.assign(declaring(false) as Declare<ClauseId, ScenarioContext, ScenarioOptions>, {
  scripted: declaring(true),
})

/** The session of this worker that a scenario runs on. */
function sessionFor({ scripted }: DeclaredScenario): GatewaySession {
  const { pair, shared } = workerSessions()
  return scripted ? shared : (pair ?? shared)
}

/**
 * Plays a scenario on a session's gateway, or on one of its own where it needs that.
 * @returns `undefined` when it went well
 */
export async function runDeclaredScenario(
  declared: DeclaredScenario,
  session: GatewaySession,
  onlooker?: ScenarioObserver,
): Promise<Outcome | undefined> {
  const { clause, body, heartbeatSeconds, ownGateway } = declared
  if (!hasBackend(declared, session.settings)) {
    return { notTestable: 'needs a backend that follows a script, and the running gateway calls yours' }
  }
  const contractMs = CLAUSES[clause].timed === true ? MAX_CONTRACT_MS : 0
  if (isAlone(declared, session.settings)) {
    await using own = new GatewaySession(session.settings, {
      browser: session.browser,
      ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
    })
    return await runScenario(own, body, contractMs, onlooker)
  }
  if (ownGateway === true) return { notTestable: 'needs a gateway that we start and stop' }
  if (heartbeatSeconds !== undefined) {
    return {
      notTestable: `needs a gateway that we start, with HEARTBEAT_INTERVAL_SECONDS=${heartbeatSeconds}`,
    }
  }
  return runScenario(session, body, contractMs, onlooker)
}

/** A gateway that somebody else runs calls one backend: the named one, and no script's. */
function hasBackend({ scripted }: DeclaredScenario, { backend, target }: GatewayRunSettings): boolean {
  return !scripted || backend === undefined || isStartable(target)
}

/** Whether it gets a gateway of its own: it takes its time, or ends and starts gateways. */
function isAlone({ clause, ownGateway }: DeclaredScenario, { target }: GatewayRunSettings): boolean {
  return (CLAUSES[clause].timed === true || ownGateway === true) && isStartable(target)
}
