import { ReferenceImages } from '../faults/reference-image.ts'
import { forTests } from './availability.ts'

/** For tests: images of the reference gateway, where there is a container engine. See {@link forTests}. */
export function imagesForTests(suite: string): Promise<ReferenceImages | undefined> {
  return forTests(suite, () => ReferenceImages.build())
}
