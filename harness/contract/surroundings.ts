/**
 * What stands around the gateway, or the backend, in a run. A clause that requires one of these is judged only in a run that has it; a
 * run states what it has (`--front`, a gateway from an image), as it states the edition.
 */
export interface Surroundings {
  /** A reverse proxy stands between clients and gateway. */
  readonly front?: true
  /** The gateway runs in a container of its own. */
  readonly container?: true
  /** A Prometheus server scrapes the backend. */
  readonly prometheus?: true
}

export const ALL_SURROUNDINGS: Required<Surroundings> = { front: true, container: true, prometheus: true }
