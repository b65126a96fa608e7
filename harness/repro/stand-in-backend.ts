import type { AnsweredCallback } from './exchange.ts'
import { redactedBody } from './redacted-json.ts'
import { harmlessJson, type Variables, wordOf } from './shell.ts'

/** Time that a gateway has to pass an answer on, before something is sent behind it; milliseconds. */
const PASSED_ON_MS = 300

/**
 * `GET /1` waits for the first stream's token, `PUT /1` answers its connect callback where that is held.
 * No single quotes: it stands between them in a shell.
 */
const PROGRAM = [
  'const [port,held,...answers]=process.argv.slice(1),streams={};let n=0',
  'const at=k=>streams[k]??={asked:[]}',
  'require("http").createServer((q,s)=>{let t="";q.on("data",d=>t+=d).on("end",()=>{const o=at(q.url.slice(1))',
  'if(q.method==="GET")return o.token?s.end(o.token):o.asked.push(s)',
  'if(q.method==="PUT")return o.answer(()=>s.end())',
  'console.log(t);const c=JSON.parse(t);if(c.action!=="connect")return s.end("{}")',
  'const i=Math.min(2*n,answers.length-2),e=at(++n),known=()=>{e.token=c.token;e.asked.map(a=>a.end(c.token))}',
  'e.answer=done=>{s.writeHead(+answers[i],{"content-type":"application/json"}).end(answers[i+1])',
  `setTimeout(done,${PASSED_ON_MS})};held==="held"?known():e.answer(known)})}).listen(port)`,
].join(';')

/**
 * A command that stands a small backend on a port: it answers connect callbacks as they were answered, prints each
 * callback, and gives the tokens when it is asked.
 * @param port as a shell word
 * @param isHeld whether a connect callback stays open until the recipe lets it go
 */
export function standInBackend(
  port: string,
  connects: readonly AnsweredCallback[],
  isHeld: boolean,
  variables: Variables,
): string {
  const answers = connects.flatMap(({ answer }) => {
    const body = redactedBody(answer?.body ?? '{}')
    return [String(answer?.status ?? 200), harmlessJson(body) ?? body]
  })
  const words = [isHeld ? 'held' : 'at-once', ...(answers.length > 0 ? answers : ['200', '{}'])]
  return ['node', '-e', wordOf(PROGRAM), port, ...words.map(word => wordOf(word, variables))].join(' ')
}
