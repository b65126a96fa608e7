import { randomUUID } from 'node:crypto'
import type { SendResult } from '../../mock-backend/index.ts'
import { type CapabilityProbe, capabilityProbe } from '../capability-probe.ts'
import { sendLine } from '../evidence-lines.ts'
import { type Finding, ProbeInconclusiveError } from '../finding.ts'
import { probeEvent, toSentEvent } from '../probe-session.ts'

type Form = 'text' | 'object' | 'other'

const SENTENCES: Readonly<Record<Form, string>> = {
  text: 'Errors have the form {"error":"…"}.',
  object: 'Errors have the form {"error":{"message","code"}}.',
  other: 'Errors have a form of no edition.',
}

/** How does the send endpoint word a 404 and a 400? */
export const errorForm: CapabilityProbe = capabilityProbe(['error-form'], async begin => {
  using question = begin()
  const event = toSentEvent(probeEvent('error'))
  const [unknown, wrong] = await Promise.all([
    question.backend.send({ token: randomUUID(), event }),
    question.backend.sendRaw({ body: JSON.stringify({ token: 42, event }) }),
  ])
  return [errorFormFinding(unknown, wrong)]
})

function errorFormFinding(unknown: SendResult, wrong: SendResult): Finding {
  const evidence = [sendLine(unknown), sendLine(wrong)]
  if (unknown.status === undefined && wrong.status === undefined) {
    throw new ProbeInconclusiveError('neither an unknown token nor a wrong type got an answer', evidence)
  }
  const forms = [formOf(unknown), formOf(wrong)] as const
  const found = (state: Finding['state'], form: string, sentence: string): Finding => ({
    capability: 'error-form',
    state,
    form,
    sentence,
    evidence,
  })
  if (forms[0] !== forms[1]) {
    return found(
      'broken',
      'mixed',
      `Errors have more than one form: ${forms[0]} for an unknown token, ${forms[1]} for a wrong type.`,
    )
  }
  return found(forms[0] === 'other' ? 'broken' : 'present', forms[0], SENTENCES[forms[0]])
}

function formOf({ body, status }: SendResult): Form {
  if (status === undefined || status < 400) return 'other'
  try {
    const { error } = JSON.parse(body)
    if (typeof error === 'string') return 'text'
    return typeof error?.message === 'string' && typeof error.code === 'string' ? 'object' : 'other'
  } catch {
    return 'other'
  }
}
