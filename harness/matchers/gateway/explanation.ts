import { type Capabilities, capabilitiesOf, EDITIONS, isJson } from '../../contract/index.ts'
import type { DetailsOf } from '../../diagnosis/index.ts'
import { parsed } from '../registry.ts'

export const ERROR_FORMS = { text: '{"error":"…"}', object: '{"error":{"message":"…","code":"…"}}' } as const

/** What is wrong with a refusal that should explain itself. @returns `undefined` when nothing is */
export function checkErrorBody(
  body: string,
  contentType: string,
  form: Capabilities['errorForm'],
): { readonly what: DetailsOf<'gateway'>['what']; readonly description: string } | undefined {
  if (!isJson(contentType)) {
    return {
      what: 'refusal-not-json',
      description: `its Content-Type is ${contentType || 'missing'}, expected application/json`,
    }
  }
  const explanation = parsed(body)
  if (explanation === undefined) return { what: 'refusal-not-json', description: 'its body is not JSON' }
  if (!hasForm((explanation as { error?: unknown } | null)?.error, form)) {
    return { what: 'refusal-malformed', description: `its body does not have the form ${ERROR_FORMS[form]}` }
  }
  return undefined
}

export function otherForm(form: Capabilities['errorForm']): Capabilities['errorForm'] {
  return form === 'text' ? 'object' : 'text'
}

export function editionsWith(form: Capabilities['errorForm']): string {
  return EDITIONS.filter(edition => capabilitiesOf(edition).errorForm === form).join(' or ')
}

function hasForm(error: unknown, form: Capabilities['errorForm']): boolean {
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
  if (form === 'text') return isText(error)
  const { message, code } = (error ?? {}) as { message?: unknown; code?: unknown }
  return isText(message) && isText(code)
}
