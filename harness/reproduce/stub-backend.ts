import { CALLBACK_PATH } from '../contract/paths.ts'
import { redactedBody } from '../redaction/redact-json.ts'
import type { OwnCall } from './recipe-client.ts'
import { harmlessJson, isPlain, type Variables, wordOf } from './shell.ts'
import { isGivenUp, type Steps } from './step.ts'

/** An answer that takes as long was slow on purpose; milliseconds. */
const SLOW_MS = 1_000

/**
 * `GET /1` waits for the first stream's connect callback and gives its token, `GET /1/end` waits for that stream's
 * disconnect callback and gives it, and a `PUT` there answers the callback where it is held.
 * No single quotes: it stands between them in a shell.
 */
const PROGRAM = [
  'const [port,...words]=process.argv.slice(1),answers={},places={},known=[]',
  'while(words.length)answers[words.shift()]=words.splice(0,2)',
  'const at=name=>places[name]??={asked:[]}',
  'require("http").createServer((q,s)=>{let text="";q.on("data",d=>text+=d).on("end",()=>{const place=at(q.url.slice(1))',
  'if(q.method==="GET"&&/^.[0-9]/.test(q.url))return place.came?s.end(place.came):place.asked.push(s)',
  'if(q.method==="PUT")return place.answer?place.answer(()=>s.end()):s.writeHead(404).end("nothing is held\\n")',
  'console.log(q.method,q.url,q.headers["content-type"]||"",text);let c;try{c=JSON.parse(text)}catch{}',
  `if(!c||!c.action||!q.url.startsWith("${CALLBACK_PATH}"))return s.writeHead(404).end()`,
  'const of=c.token+" "+(c.request||{}).url,isNew=c.action==="connect"',
  'if(isNew&&!known.includes(of))known.push(of)',
  'const name=(known.findIndex(k=>k.startsWith(c.token+" ")&&(!isNew||k===of))+1)+(isNew?"":"/end"),here=at(name)',
  'const [how,word]=answers[name]||["200","{}"]',
  'const [,quoted,held,ms,what,more,headers]=/^(quoted )?(held )?(?:after (.+?) ms )?(\\w+)(?: (cut|unended))?(?: ({.*}))?$/.exec(how)',
  'const body=quoted?JSON.parse(word):word',
  'here.came=isNew?c.token:text+"\\n";here.asked.splice(0).map(a=>a.end(here.came))',
  'const answer=(done=()=>{})=>{if(what==="cut"){s.socket.destroy();done()}',
  'else if(what==="bare")s.socket.end(body,done);else if(what==="never")done()',
  'else{const head=JSON.parse(headers||`{"content-type":"application/json"}`)',
  'if(!more)s.writeHead(+what,head).end(body,done);else{s.writeHead(+what,{...head,"content-length":body.length+1000})',
  's.write(body,()=>{if(more==="cut")s.destroy();done()})}}}',
  'if(held)here.answer=answer;else setTimeout(answer,+(ms||0))})}).listen(+port,"127.0.0.1")',
]
  .join(';')
  .replaceAll('{;', '{')
  .replaceAll('};else', '}else')

/**
 * A command that stands a small backend on a port: it answers callbacks as they were answered, prints each of them, and
 * gives tokens when it is asked.
 * @param port as a shell word
 */
export function stubBackend(
  port: string,
  calls: readonly OwnCall[],
  steps: Steps,
  variables: Variables,
): string {
  const words = calls.flatMap(call => {
    const [how, body] = answerTo(call, steps)
    const isUsual = call.name.endsWith('/end') && how === '200' && body === '{}'
    return isUsual ? [] : [call.name, ...asWords(how, harmlessJson(body) ?? body)]
  })
  return ['node', '-e', wordOf(PROGRAM), port, ...words.map(word => wordOf(word, variables))].join(' ')
}

/** A body that cannot stand in a command is quoted as JSON: a shell takes line ends off what a command prints. */
function asWords(how: string, body: string): [how: string, body: string] {
  if (isPlain(body)) return [how, body]
  const text = JSON.stringify(body)
  return [`quoted ${how}`, harmlessJson(text) ?? text]
}

/** How a callback is answered, and with what body. */
function answerTo(call: OwnCall, steps: Steps): [how: string, body: string] {
  const { end, request } = call
  if (end === undefined || isGivenUp(end)) {
    const { delayMs } = call
    return delayMs === undefined ? ['never', ''] : [`after ${delayMs} ms 200`, '{}']
  }
  const slow = end.at - request.at
  const when = steps.isHeld(call) ? 'held ' : slow < SLOW_MS ? '' : `after ${Math.round(slow)} ms `
  if (end.kind === 'callback-unanswered') {
    const { bare = '' } = end
    return bare === '' ? [`${when}cut`, ''] : [`${when}bare`, bare]
  }
  const { brokenOff, contentType, status, unended } = end
  const more = brokenOff ? ' cut' : unended ? ' unended' : ''
  const headers = end.headers ?? (contentType === undefined ? undefined : { 'content-type': contentType })
  const isUsual = headers === undefined || headers['content-type'] === 'application/json'
  return [`${when}${status}${more}${isUsual ? '' : ` ${JSON.stringify(headers)}`}`, redactedBody(end.body)]
}
