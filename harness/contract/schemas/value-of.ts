import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

/** The JSON values that a schema describes, as a type: read-only, and with the fields that the schema names. */
export type ValueOf<Schema extends JSONSchema> = Described<FromSchema<Schema>>

/** The names an object certainly has a meaning for, without those that merely may be there. */
type Named<Value> = keyof { [Key in keyof Value as string extends Key ? never : Key]: true }

// Payloads may grow, so a schema allows fields it does not name. In a type they would hide every misspelt name.
type Known<Value, Key extends keyof Value> = string extends Key
  ? [Named<Value>] extends [never]
    ? Key
    : never
  : Key

type Described<Value> = Value extends readonly (infer Item)[]
  ? readonly Described<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value as Known<Value, Key>]: Described<Value[Key]> }
    : Value
