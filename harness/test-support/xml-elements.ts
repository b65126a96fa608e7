/** An element of an XML document that was read to check that it is well-formed. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  readonly text: string
}

const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u
const TOKEN =
  /<\?xml [^?]*\?>|<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>|<\/(?<closes>[\w.-]+)\s*>|<(?<opens>[\w.-]+)(?<attributes>(?:\s+[\w.-]+="[^"<]*")*)\s*(?<empty>\/?)>|(?<text>[^<]+)/y
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/**
 * Reads as much of XML 1.0 as reports use.
 * @throws Error naming the place where the document is not well-formed
 */
export function readXml(document: string): XmlElement {
  const forbidden = FORBIDDEN.exec(document)
  if (forbidden !== null) throw new Error(`Character ${forbidden.index} may not stand in XML.`)
  const top: Building = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < document.length) {
    const from = TOKEN.lastIndex
    const groups = TOKEN.exec(document)?.groups
    const current = open.at(-1)
    if (groups === undefined || current === undefined) {
      throw new Error(`No markup and no text: ${JSON.stringify(document.slice(from, from + 60))}.`)
    }
    if (groups.cdata !== undefined) current.text += groups.cdata
    if (groups.text?.includes(']]>')) throw new Error('"]]>" may not stand in text.')
    if (groups.text !== undefined) current.text += unescaped(groups.text)
    if (groups.closes !== undefined && open.pop()?.name !== groups.closes) {
      throw new Error(`</${groups.closes}> closes an element that is not open.`)
    }
    if (groups.opens !== undefined) {
      const element = {
        name: groups.opens,
        attributes: attributesIn(groups.attributes ?? ''),
        children: [],
        text: '',
      }
      current.children.push(element)
      if (groups.empty === '') open.push(element)
    }
  }
  const [root, second] = top.children
  if (open.length > 1 || root === undefined || second !== undefined || top.text.trim() !== '') {
    throw new Error('Expected one element around everything, and every element closed.')
  }
  return root
}

interface Building {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

function attributesIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w.-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)]),
  )
}

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+);|#(\d+);|(\w+);)?/gi, (entity, hex, decimal, name) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    const character = name === undefined ? String.fromCodePoint(code || 0) : ENTITIES[name]
    if (character === undefined || FORBIDDEN.test(character)) throw new Error(`${entity} stands for nothing.`)
    return character
  })
}
