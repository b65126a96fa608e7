export type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>
