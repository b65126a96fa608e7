// Apart from start.cjs, because an old Node.js does not read a file with import() in it.
'use strict'

/** @param {string} name for messages */
module.exports = name =>
  import('./program.ts').catch(error => {
    console.error(`${name}: the program cannot be loaded, so nothing was judged; run "npm ci" again.`)
    console.error(error)
    process.exitCode = 3
  })
