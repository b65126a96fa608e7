import { type Capabilities, capabilitiesOf, EDITIONS } from '../../editions/index.ts'
import { schemaOf } from './components.ts'

const FORMS = `In ${editionsOf('text')} the error is text, in ${editionsOf('object')} an object.`

/** A refusal of the gateway with this description, as JSON in the form of any edition. */
export function refusal(description: string): { readonly description: string; readonly content: unknown } {
  return {
    description: `${description}\n\n${FORMS}`,
    content: {
      'application/json': { schema: { oneOf: [schemaOf('error-text'), schemaOf('error-object')] } },
    },
  }
}

function editionsOf(form: Capabilities['errorForm']): string {
  const editions = EDITIONS.filter(edition => capabilitiesOf(edition).errorForm === form)
  return editions.map(edition => `\`${edition}\``).join(' and ')
}
