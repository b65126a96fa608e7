import { InvalidArgumentError } from 'commander'
import type { Row } from './row.ts'

export function port(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value
  throw new InvalidArgumentError('Expected a port from 1 to 65535.')
}

export function seconds(text: string): number {
  const value = Number(text)
  if (value > 0 && value <= 600) return value
  throw new InvalidArgumentError('Expected seconds, more than 0 and at most 600.')
}

/** Reads how often something is to be done. */
export function timesUpTo(most: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    throw new InvalidArgumentError(`Expected how often, a whole number from 1 to ${most}.`)
  }
}

type Settings = Readonly<Record<string, string>>

/** A flag that sets a variable of a program, and may be given several times. */
export function settings(about: string, more: Pick<Row<Settings>, 'rules'>): Row<Settings> {
  return {
    value: '<KEY=VALUE>',
    about: `${about}; may be repeated`,
    initial: {},
    initialText: 'none',
    parse: (text, earlier) => {
      const at = text.indexOf('=')
      if (at < 1) throw new InvalidArgumentError('Expected KEY=VALUE.')
      const [name, value] = [text.slice(0, at), text.slice(at + 1)]
      if (Object.hasOwn(earlier, name) && earlier[name] !== value) {
        throw new InvalidArgumentError(`${name} is set twice; set it once.`)
      }
      return { ...earlier, [name]: value }
    },
    ...more,
  }
}
