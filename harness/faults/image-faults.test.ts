import { afterAll } from 'vitest'
import { releaseEngine } from '../container/index.ts'
import { imagesForTests } from '../test-support/image-availability.ts'
import { defineCaseTests } from './define-tests.ts'
import { imageCases } from './image-cases.ts'

const images = await imagesForTests('The faults of images')

afterAll(releaseEngine)

defineCaseTests(images === undefined ? [] : imageCases(images))
