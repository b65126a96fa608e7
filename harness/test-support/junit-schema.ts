import type { XmlElement } from './xml-elements.ts'

/** What may stand in an element, in this order, and which attributes it has to have and may have. */
interface Form {
  readonly children: readonly string[]
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

const COUNTS = ['tests', 'failures', 'errors', 'skipped']
const OUTCOME: Form = { children: [], required: ['message'], optional: ['type'] }

/** The form that Jenkins, GitLab and GitHub actions read: the common part of the JUnit dialects. */
const FORMS: Readonly<Record<string, Form>> = {
  testsuites: { children: ['testsuite'], required: ['name', 'time', ...COUNTS], optional: ['timestamp'] },
  testsuite: {
    children: ['properties', 'testcase'],
    required: ['name', 'time', ...COUNTS],
    optional: ['timestamp'],
  },
  testcase: {
    children: ['properties', 'skipped', 'error', 'failure', 'system-out'],
    required: ['classname', 'name', 'time'],
    optional: [],
  },
  properties: { children: ['property'], required: [], optional: [] },
  property: { children: [], required: ['name', 'value'], optional: [] },
  skipped: OUTCOME,
  error: OUTCOME,
  failure: OUTCOME,
  'system-out': { children: [], required: [], optional: [] },
}

const VALUES: Readonly<Record<string, RegExp>> = {
  time: /^\d+\.\d{3}$/,
  tests: /^\d+$/,
  failures: /^\d+$/,
  errors: /^\d+$/,
  skipped: /^\d+$/,
  timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
}

/** For tests: where a document is no JUnit report, one sentence for each place. */
export function flawsIn(element: XmlElement): string[] {
  const { attributes, children, name } = element
  const form = FORMS[name]
  if (form === undefined) return [`<${name}> is no element of JUnit`]
  const { optional, required } = form
  const order = children.map(child => form.children.indexOf(child.name))
  const values = Object.entries(attributes)
  return [
    ...required.filter(key => attributes[key] === undefined).map(key => `<${name}> has no ${key}`),
    ...values
      .filter(([key]) => ![...required, ...optional].includes(key))
      .map(([key]) => `<${name}> may not have ${key}`),
    ...values
      .filter(([key, value]) => VALUES[key]?.test(value) === false)
      .map(([key, value]) => `<${name} ${key}> is ${value}`),
    ...(order.includes(-1) || order.some((place, at) => place < (order[at - 1] ?? 0))
      ? [`<${name}> holds ${children.map(child => child.name).join(', ')}`]
      : []),
    ...countFlaws(element),
    ...children.flatMap(flawsIn),
  ]
}

/** The numbers have to be those of the cases. */
function countFlaws(element: XmlElement): string[] {
  if (element.name !== 'testsuites' && element.name !== 'testsuite') return []
  const cases = element.name === 'testsuite' ? [element] : element.children
  const all = cases.flatMap(suite => suite.children.filter(({ name }) => name === 'testcase'))
  const having = (part: string): number =>
    all.filter(({ children }) => children.some(({ name }) => name === part)).length
  const counted = {
    tests: all.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
  }
  return Object.entries(counted)
    .filter(([key, number]) => element.attributes[key] !== String(number))
    .map(([key, number]) => `<${element.name} ${key}> is ${element.attributes[key]}, and it holds ${number}`)
}
