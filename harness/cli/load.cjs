// Apart from start.cjs, because an old Node.js does not read a file with import() in it.
'use strict'

/** @param {string} program the file beside this one, without its ending */
module.exports = program =>
  import(`./${program}.ts`).catch(error => {
    console.error(`${program}: the program cannot be loaded, so nothing was judged; run "npm ci" again.`)
    console.error(error)
    process.exitCode = 3
  })
