import { schemaOf } from './components.ts'
import { editionsWith } from './editions.ts'

const FORMS = `In ${editionsWith(({ errorForm }) => errorForm === 'text')} the error is text, in ${editionsWith(({ errorForm }) => errorForm === 'object')} an object.`

/** A refusal of the gateway with this description, as JSON in the form of any edition. */
export function refusal(description: string): { readonly description: string; readonly content: unknown } {
  return {
    description: `${description}\n\n${FORMS}`,
    content: {
      'application/json': { schema: { oneOf: [schemaOf('error-text'), schemaOf('error-object')] } },
    },
  }
}
