/** A table; cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

// An underscore between letters stands for itself.
const SPECIAL = /[*<[]|(?<![a-z0-9])_|_(?![a-z0-9])/gi

/** Words that are shown as they stand, except what is between backticks. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map(part => (part.startsWith('`') ? part : part.replaceAll(SPECIAL, '\\$&')))
    .join('')
}

export function code(text: string): string {
  return `\`${text}\``
}

export function codeBlock(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}

/** Paragraphs and other blocks, one under the other. Empty ones are left out. */
export function blocks(...parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join('\n\n')
}

/** A place that can be linked to, under a name of its own. */
export function anchor(name: string): string {
  return `<a id="${name}"></a>`
}
