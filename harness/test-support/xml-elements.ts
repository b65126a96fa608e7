import { SaxesParser } from 'saxes'

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  readonly text: string
}

/** @throws Error naming the place where the document is not well-formed */
export function readXml(document: string): XmlElement {
  const root: XmlElement & { text: string } = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const append = (text: string): void => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  }
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', append)
  parser.on('cdata', append)
  parser.write(document).close()
  const [top] = root.children
  if (top === undefined) throw new Error('Expected one element.')
  return top
}
