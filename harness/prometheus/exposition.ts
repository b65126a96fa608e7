/** Values of a page in the Prometheus text format, by series: name and labels, the labels in alphabetical order. */
export type Exposition = ReadonlyMap<string, number>

const SAMPLE = /^([a-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/i
const LABEL = /([a-z_]\w*)="((?:[^"\\]|\\.)*)"/gi

export function readExposition(page: string): Exposition {
  const samples = page.split('\n').flatMap((line): [string, number][] => {
    const [, name = '', labels = '', value] = SAMPLE.exec(line) ?? []
    if (value === undefined) return []
    const pairs = [...labels.matchAll(LABEL)].map(([, label, text]): [string, string] => [
      label ?? '',
      text ?? '',
    ])
    return [[seriesOf(name, Object.fromEntries(pairs)), Number(value.replace('Inf', 'Infinity'))]]
  })
  return new Map(samples)
}

/** A series as it is written, whatever order its labels have. */
export function seriesOf(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, text]) => `${label}="${text}"`)
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`
}
