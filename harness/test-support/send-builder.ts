import type { SendCommand } from '../contract/payloads.ts'
import type { ReceivedSend } from '../mock-gateway/index.ts'

/** A send as it came in, for tests of what is said of it. */
export function sendOnPaper(
  command: Partial<SendCommand>,
  status: number | undefined = 200,
  more: Partial<ReceivedSend> = {},
): ReceivedSend {
  return {
    send: 1,
    method: 'POST',
    contentType: 'application/json',
    raw: JSON.stringify({ token: 'token', ...command }),
    command,
    came: 0,
    settled: 0,
    status,
    ...more,
  }
}

/** A task_event of the task "t". */
export function taskEventOnPaper(
  type: string,
  {
    value,
    status,
    task = 't',
  }: { readonly value?: number; readonly status?: number; readonly task?: string } = {},
): ReceivedSend {
  const data = {
    event_type: type,
    task_id: task,
    timestamp: '2026-01-01T00:00:00Z',
    data: value === undefined ? null : { value, text: 'Step' },
  }
  return sendOnPaper({ event: { name: 'task_event', data: JSON.stringify(data) } }, status)
}

export function closeOnPaper(reason: string, close = true): ReceivedSend {
  const event = { name: 'connection_close', data: JSON.stringify({ reason }) }
  return sendOnPaper({ event, ...(close ? { close: true } : {}) })
}

export function versionOnPaper(text: string, status?: number, more?: Partial<ReceivedSend>): ReceivedSend {
  return sendOnPaper({ event: { name: 'version', data: JSON.stringify({ version: text }) } }, status, more)
}
