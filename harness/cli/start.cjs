#!/usr/bin/env node
// The first file of the program, in words that any Node.js understands: it says what is missing.
'use strict'
var fs = require('fs')
var path = require('path')

var ROOT = path.join(__dirname, '..', '..')
var INSTALL = '; run "npm ci --include=dev" in ' + ROOT + ', with install scripts (without --ignore-scripts).'
var NAME = /^\w/.test(process.argv[2] || '') ? process.argv[2] : 'sse-conformance'
// The lowest version in `engines`.
var MAJOR = 24

function isInstalled(name) {
  return fs.existsSync(path.join(ROOT, 'node_modules', name, 'package.json'))
}

function missing() {
  var manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  var dependencies = Object.keys(manifest.dependencies).concat('vitest')
  for (var i = 0; i < dependencies.length; i += 1) {
    if (!isInstalled(dependencies[i])) return 'the package ' + dependencies[i] + ' is not installed' + INSTALL
  }
  if (Number(process.versions.node.split('.')[0]) >= MAJOR) return undefined
  return (
    'it is run by Node.js ' +
    process.versions.node +
    ', and needs ' +
    MAJOR +
    ', which npm installs with the project' +
    (isInstalled('node')
      ? '; start it with "npm run", such as "npm run gate -- --help", in ' + ROOT + '.'
      : INSTALL)
  )
}

var why = missing()
if (why === undefined) {
  require('./load.cjs')(NAME)
} else {
  console.error(NAME + ': ' + why)
  process.exitCode = 2
}
