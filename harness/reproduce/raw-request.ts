import { redact } from '../diagnosis/index.ts'
import { harmlessJson, type Variables, wordOf } from './shell.ts'

/**
 * Says the first piece, and each further one when something was answered to the one before it; prints what comes back
 * until the connection is closed, at most for 5 s. No single quotes: it stands between them in a shell.
 */
const PROGRAM = [
  'const [port,host,...pieces]=process.argv.slice(1),line=require("net").connect(port,host)',
  'const say=()=>{if(pieces.length)line.write(JSON.parse(pieces.shift()),"latin1")}',
  'line.on("connect",say).on("data",d=>{process.stdout.write(d);say()}).on("error",e=>console.log(e.code))',
  'const bound=setTimeout(()=>{console.log("\\n(the connection is open)");line.destroy()},5000)',
  'line.on("close",()=>{clearTimeout(bound);console.log("\\n(the connection is closed)")})',
].join(';')

/**
 * A command that says what no HTTP client would.
 * @param place the port and the host, as shell words
 */
export function bareLine(pieces: readonly Buffer[], place: string, variables: Variables): string {
  const words = pieces.map(bytes => {
    const text = JSON.stringify(redact(bytes.toString('latin1')))
    return wordOf(harmlessJson(text) ?? text, variables)
  })
  return `node -e ${wordOf(PROGRAM)} ${place} ${words.join(' ')}`
}
