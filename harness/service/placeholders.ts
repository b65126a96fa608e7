/** Fills `{name}` in, wherever an argument has it; what is not known stays as it is. */
export function fillPlaceholders(
  args: readonly string[],
  values: Readonly<Record<string, string>>,
): string[] {
  return args.map(argument =>
    Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, () => value),
      argument,
    ),
  )
}
