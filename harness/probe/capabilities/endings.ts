import type { DisconnectCallback, DisconnectReason } from '../../contract/index.ts'
import { quoted } from '../../diagnosis/index.ts'
import type { SendResult } from '../../mock-backend/index.ts'
import type { FenceResult } from '../../scenario/gateway/client.ts'
import { formatList } from '../../util/format-list.ts'
import type { Stream } from '../../wire/sse-client/index.ts'
import { type Begin, type CapabilityProbe, capabilityProbe } from '../capability-probe.ts'
import { disconnectLine, endLine, leavingLine, sendLine } from '../evidence-lines.ts'
import { asClause, type Finding, notSeen, ProbeInconclusiveError } from '../finding.ts'
import { attempt, type ProbeSession } from '../probe-session.ts'

/** One way in which a stream ends, and the disconnect callbacks for it. */
interface Ending {
  readonly reports: readonly DisconnectCallback[]
  readonly evidence: readonly string[]
}

interface Closing extends Ending {
  readonly sent: SendResult
  readonly mark: FenceResult
  readonly isReset: boolean
}

/** Does a close end a stream, and does every end have its disconnect callback? */
export const endings: CapabilityProbe = capabilityProbe(['close', 'disconnect'], async begin => {
  const [left, closed] = await Promise.all([attempt(() => leave(begin)), attempt(() => close(begin))])
  return [
    closed instanceof ProbeInconclusiveError ? notSeen('close', closed) : closeFinding(closed),
    disconnectFinding(left, closed),
  ]
})

async function leave(begin: Begin): Promise<Ending> {
  using question = begin()
  const stream = await question.open('/probe/leave')
  stream.close()
  const reports = await reportsOn(question, stream)
  return { reports, evidence: [leavingLine(), ...reports.map(disconnectLine)] }
}

async function close(begin: Begin): Promise<Closing> {
  using question = begin()
  const stream = await question.open('/probe/close')
  const sent = await question.backend.send({ token: stream.token ?? '', close: true })
  const mark = await question.fence(stream)
  const evidence = [sendLine(sent), endLine(stream)]
  const isReset = stream.ended?.how === 'reset'
  const reports = mark === 'ended' ? await reportsOn(question, stream) : []
  return { sent, mark, isReset, reports, evidence: [...evidence, ...reports.map(disconnectLine)] }
}

async function reportsOn(session: ProbeSession, stream: Stream): Promise<DisconnectCallback[]> {
  await session.waitForDisconnectCallback(stream)
  return session.client.disconnects(stream)
}

function closeFinding({ sent, mark, isReset, evidence }: Closing): Finding {
  const found = (state: Finding['state'], sentence: string): Finding => ({
    capability: 'close',
    state,
    sentence,
    evidence,
  })
  if (mark === 'ended') {
    return isReset
      ? found('broken', 'A close cuts the connection instead of ending the response.')
      : found('present', 'A close ends the stream.')
  }
  if (sent.status === undefined) return found('broken', 'A close gets no answer.')
  if (sent.status !== 200) return found('absent', `A close is refused (${sent.status}).`)
  return mark === 'passed'
    ? found('absent', 'A close is answered 200 and the stream goes on.')
    : found('broken', 'A close makes the token unknown, and the stream stays open.')
}

function disconnectFinding(
  left: Ending | ProbeInconclusiveError,
  closed: Closing | ProbeInconclusiveError,
): Finding {
  if (left instanceof ProbeInconclusiveError) return notSeen('disconnect', left)
  const wasClosed = !(closed instanceof ProbeInconclusiveError) && closed.mark === 'ended'
  const wrong = [
    ...wrongIn(left.reports, 'client_closed', 'the client leaves'),
    ...(wasClosed ? wrongIn(closed.reports, 'server_closed', 'the backend closes') : []),
  ]
  const evidence = [...left.evidence, ...(wasClosed ? closed.evidence : [])]
  const none = left.reports.length === 0 && (!wasClosed || closed.reports.length === 0)
  if (none) {
    return { capability: 'disconnect', state: 'absent', sentence: 'No disconnect callback comes.', evidence }
  }
  if (wrong.length > 0) {
    return {
      capability: 'disconnect',
      state: 'broken',
      sentence: `${formatList(wrong.map((one, place) => (place === 0 ? one : asClause(one))))}.`,
      evidence,
    }
  }
  const after = wasClosed ? 'every end of a stream' : 'a client that leaves'
  return {
    capability: 'disconnect',
    state: 'present',
    sentence: `A disconnect callback follows ${after}.`,
    evidence,
  }
}

function wrongIn(reports: readonly DisconnectCallback[], due: DisconnectReason, when: string): string[] {
  const [first] = reports
  if (first === undefined) return [`No disconnect callback comes when ${when}`]
  if (reports.length > 1) return [`${reports.length} disconnect callbacks come when ${when}`]
  return first.reason === due
    ? []
    : [`The disconnect callback says ${quoted(String(first.reason), 30)} when ${when}`]
}
