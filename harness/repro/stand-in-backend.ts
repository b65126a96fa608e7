import type { AnsweredCallback } from './exchange.ts'
import { redactedBody } from './redacted-json.ts'
import { harmlessJson, type Variables, wordOf } from './shell.ts'

/** Time to send something while the connect callback is open, below the 5 s that a gateway waits; milliseconds. */
const HELD_MS = 4_000

/** The status that stands for a connection which is cut. */
const CUT = 'cut'

/** No single quotes: it stands between them in a shell. */
const PROGRAM = [
  'const [port,status,body,ms=0]=process.argv.slice(1);let token=""',
  'require("http").createServer((q,s)=>{let t="";q.on("data",d=>t+=d).on("end",()=>{if(q.method==="GET")return s.end(token)',
  'console.log(t);const c=JSON.parse(t),open=c.action==="connect";if(open)token=c.token',
  'setTimeout(()=>{if(!open)return s.end("{}")',
  `if(status==="${CUT}")return q.destroy()`,
  's.writeHead(status,{"content-type":"application/json"}).end(body)},open?ms:0)})}).listen(port)',
].join(';')

/**
 * A command that stands a small backend on a port: it answers connect callbacks as one was answered, prints each
 * callback, and says the last token when it is asked.
 * @param isHeld whether something is to be sent before it answers
 */
export function standInBackend(
  port: number,
  connect: AnsweredCallback | undefined,
  isHeld: boolean,
  variables: Variables,
): string {
  const status =
    connect !== undefined && connect.answer === undefined ? CUT : (connect?.answer?.status ?? 200)
  const body = redactedBody(connect?.answer?.body ?? '{}')
  const words = [
    String(port),
    String(status),
    harmlessJson(body) ?? body,
    ...(isHeld ? [String(HELD_MS)] : []),
  ]
  return ['node', '-e', wordOf(PROGRAM), ...words.map(word => wordOf(word, variables))].join(' ')
}
