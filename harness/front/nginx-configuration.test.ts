import { expect, test } from 'vitest'
import { privateConfiguration } from './nginx-configuration.ts'

const ADDRESSES = { port: '8080', gateway: '127.0.0.1:3000', backend: '127.0.0.1:5000' }
const PLACES = { accessLog: 'syslog:server=127.0.0.1:9', directory: '/deploy', scratch: '/scratch' }

function privately(template: string): string {
  return privateConfiguration(template, ADDRESSES, PLACES)
}

test('Fill in every placeholder, and leave other braces alone.', () => {
  const text = privately(
    'events {}\nhttp { server { listen {port}; location ~ ^/[a-z]{3}$ { proxy_pass http://{gateway}; } } }',
  )
  expect(text).toContain('listen 8080; location ~ ^/[a-z]{3}$ { proxy_pass http://127.0.0.1:3000; }')
})

test('Keep each line in its place, and put what is written under one directory.', () => {
  const template = [
    'user www-data;',
    'pid /run/nginx.pid;',
    'error_log /var/log/nginx/error.log warn;',
    'events {',
    '}',
    'http {',
    '  include mime.types;',
    '  access_log /var/log/nginx/access.log combined;',
    '}',
  ].join('\n')
  const lines = privately(template).split('\n')
  expect(lines).toHaveLength(9)
  expect(lines[0]).toBe('pid /scratch/nginx.pid; daemon off; user www-data;')
  expect(lines[1]?.trim()).toBe('')
  expect(lines[2]).toBe('error_log stderr warn;')
  expect(lines[5]).toMatch(
    /^http \{ client_body_temp_path \/scratch\/client_body_temp_path; .*scgi_temp_path;$/,
  )
  expect(lines[6]).toBe('  include /etc/nginx/mime.types;')
  expect(lines[7]).toBe('  access_log syslog:server=127.0.0.1:9 combined;')
})

test('Take a file without events as the inside of http, on the same lines.', () => {
  const [first, second] = privately('server {\n  listen {port};\n}').split('\n')
  expect(first).toMatch(/^pid \S+; daemon off; error_log stderr; events \{.*\} http \{.* server \{$/)
  expect(second).toBe('  listen 8080;')
})

test('Leave an access log alone that is switched off.', () => {
  expect(privately('server {\n  access_log off;\n}')).toContain('\n  access_log off;')
})
