import getPort from 'get-port'
import { expect, test } from 'vitest'
import { lineTold, pidTold, SLOW_TEST, startShell } from '../test-support/processes.ts'
import { listeningInodes } from './listener.ts'

const SERVER = `require('node:net').createServer().listen(Number(process.argv[1]), () => console.log('server ' + process.pid))`
const server = (port: number): string => `${process.execPath} -e "${SERVER}" ${port}`

test('Read the inodes of the sockets that listen on a port, and of no others.', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1 0 100 0 0 10 0',
    '   1: 0100007F:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 222 1 0 100 0 0 10 0',
    '   2: 0100007F:0BB8 0100007F:9000 01 00000000:00000000 00:00000000 00000000  1000        0 333 1 0 100 0 0 10 0',
    '',
  ].join('\n')
  expect(listeningInodes(table, 3000)).toEqual(['111'])
})

test('Find the process that listens behind a shell, with its parent.', SLOW_TEST, async () => {
  const port = await getPort()
  await using subprocess = await startShell(`${server(port)}; true`)
  const pid = await pidTold(subprocess, 'server')
  expect(subprocess.listenerOn(port)).toMatchObject({
    pid,
    program: 'node',
    parentEntry: { pid: subprocess.pid },
  })
})

test('Find the process that was started where it listens itself.', SLOW_TEST, async () => {
  const port = await getPort()
  await using subprocess = await startShell(`exec ${server(port)}`)
  expect(await pidTold(subprocess, 'server')).toBe(subprocess.pid)
  expect(subprocess.listenerOn(port)?.pid).toBe(subprocess.pid)
})

test('Name the first of several processes that hold one socket.', SLOW_TEST, async () => {
  const port = await getPort()
  const forking = `require('node:net').createServer().listen(${port}, function () { require('node:child_process').spawn('sleep', ['1000'], { stdio: ['ignore', 'ignore', 'ignore', this._handle.fd] }); console.log('server ' + process.pid) })`
  await using subprocess = await startShell(`${process.execPath} -e "${forking}"; true`)
  const pid = await pidTold(subprocess, 'server')
  expect(subprocess.listenerOn(port)?.pid).toBe(pid)
})

test('Find no listener on a port that another program has.', SLOW_TEST, async () => {
  const port = await getPort()
  await using other = await startShell(`exec ${server(port)}`)
  await pidTold(other, 'server')
  await using subprocess = await startShell('echo ready; exec sleep 1000')
  await lineTold(subprocess, 'ready')
  expect(subprocess.listenerOn(port)).toBeUndefined()
})
