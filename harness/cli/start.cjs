// The first file of every program, in words that any Node.js understands: it says what is missing.
'use strict'
var fs = require('fs')
var path = require('path')

var ROOT = path.join(__dirname, '..', '..')
var PROGRAM = process.argv[2]
// The lowest version in `engines`.
var MAJOR = 24

function missing() {
  var manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  var dependencies = Object.keys(manifest.dependencies).concat('vitest')
  for (var i = 0; i < dependencies.length; i += 1) {
    if (!fs.existsSync(path.join(ROOT, 'node_modules', dependencies[i], 'package.json'))) {
      return 'the package ' + dependencies[i] + ' is not installed'
    }
  }
  if (Number(process.versions.node.split('.')[0]) < MAJOR) {
    return (
      'it is run by Node.js ' +
      process.versions.node +
      ', and needs ' +
      MAJOR +
      ', which npm installs with the project'
    )
  }
  return undefined
}

var why = missing()
if (why === undefined) {
  process.argv.splice(2, 1)
  require('./load.cjs')(PROGRAM)
} else {
  console.error(
    PROGRAM +
      ': ' +
      why +
      '; run "npm ci --include=dev" in ' +
      ROOT +
      ', with install scripts (without --ignore-scripts).',
  )
  process.exitCode = 2
}
