import { afterAll } from 'vitest'
import { IMAGE_FAULTS } from '../../fixtures/faults/image.ts'
import { releaseEngine } from '../container/index.ts'
import { imagesForTests } from '../test-support/image-availability.ts'
import { isNamed } from './case.ts'
import { defineCaseTests } from './define-tests.ts'
import { imageCases } from './image-cases.ts'
import { settings } from './settings.ts'

const wanted = Object.keys(IMAGE_FAULTS).filter(name => isNamed({ place: 'image', name }, settings.only))
const images = wanted.length === 0 ? undefined : await imagesForTests('The faults of images')

afterAll(releaseEngine)

defineCaseTests('image', images === undefined ? [] : await imageCases(images, wanted))
