import { expect, test } from 'vitest'
import { draftedReason } from './drafted-reason.ts'

const TOKEN = '6fc5e359-3916-4f4c-8b2f-6c915654a077'

test.each([
  ['Waited 5 s for it. Last seen: nothing.', 'Waited 5 s for it. Last seen: nothing.'],
  ['It wrote "one. two" and no more.', 'It wrote "one. two" and no more.'],
  ['no end', 'no end'],
  // Whole sentences, where there is room for no more.
  [`${'word '.repeat(90)}end. ${'word '.repeat(20)}end.`, `${'word '.repeat(90)}end.`],
  [`It wrote "${'a. '.repeat(12)}" first. ${'word '.repeat(100)}.`, `It wrote "${'a. '.repeat(12)}" first.`],
  ['x'.repeat(600), `${'x'.repeat(480)}…`],
  // What differs from run to run.
  [`Its token is ${TOKEN}, or 6fc5e359… for short.`, 'Its token is …, or … for short.'],
  [
    'It called http://127.0.0.1:34551/x, not localhost:9.',
    'It called http://127.0.0.1:…/x, not localhost:….',
  ],
  ['It came after 0.3 s, or 412.7 ms, or 203 ms.', 'It came after … s, or … ms, or … ms.'],
  ['One is due every 1000 ms, and a backend has 5 s.', 'One is due every 1000 ms, and a backend has 5 s.'],
  // What differs from machine to machine.
  ['It reads /home/ann/gw/dist/index.js, or GET /readyz.', 'It reads …/index.js, or GET /readyz.'],
  ['GET /api/orders/7 is answered 500.', 'GET /api/orders/7 is answered 500.'],
  // Foreign text.
  [`It answered 200 '{"status":"ok"}'; 400 was due.`, `It answered 200 '{"status":"ok"}'; 400 was due.`],
  [`It sent '{"token":"${TOKEN}"}'. It died.`, `It sent '…'. It died.`],
  [
    'Its answer ("Error at /home/ann/x.js:1") is cut: "<html>…", and more.',
    'Its answer ("…") is cut: "…", and more.',
  ],
  [`It wrote "${'x'.repeat(41)}".`, 'It wrote "…".'],
  ["A client's contract is the gateway's.", "A client's contract is the gateway's."],
  ['\u001b[31mred', '\\x1b[31mred'],
])('Of the summary %j the reason is %j.', (summary, reason) => {
  expect(draftedReason(summary)).toBe(reason)
})
