import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Python } from '../backend/targets/flask/python.ts'
import type { EnvironmentRequest } from '../backend/targets/flask/virtual-environment.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'

/** What a Python that can do everything answers. */
export const ANSWER = {
  version: '3.12.1',
  numbers: [3, 12],
  executable: '/opt/python/bin/python3',
  build: ['/opt/python', 'linux-x86_64', 'cpython-312-x86_64-linux-gnu'],
  makesEnvironments: true,
}

/** For this folder's tests: a PATH with programs of a few lines of shell on it, and nothing else. */
export class FakeTools extends TemporaryDirectory {
  readonly environment = { PATH: join(this.path, 'bin') }
  readonly requirements = this.write(
    'requirements.txt',
    'flask==3.1.3 \\\n    --hash=sha256:1\nidna==3.20 --hash=sha256:2\n',
  )
  readonly cache = join(this.path, 'cache')

  /** Puts a program on the PATH. @returns its path */
  program(name: string, script: string): string {
    const path = this.write(`bin/${name}`, `#!/bin/sh\ncd '${this.path}'\n${script}\n`)
    chmodSync(path, 0o755)
    return path
  }

  /**
   * Puts a python3 on the PATH that makes environments with itself in them.
   * @param pip what it does as pip
   */
  python(
    pip: string,
    { answer = ANSWER, name = 'python3' }: { answer?: unknown; name?: string } = {},
  ): Python {
    const executable = this.program(
      name,
      `case "$*" in
        *"-m venv "*)
          for place; do :; done
          echo venv >> calls
          /bin/mkdir -p "$place/bin" && /bin/cp "$0" "$place/bin/python" ;;
        *"-m pip install "*)
          echo pip >> calls
          ${pip} ;;
        *) echo '${JSON.stringify(answer)}' ;;
      esac`,
    )
    return { ...ANSWER, ...(answer as Python), executable }
  }

  /** Which of them were called, in order. */
  get calls(): string[] {
    const path = join(this.path, 'calls')
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
  }

  /** What an environment is asked for with; nothing is told unless `tell` is given. */
  request(python: Python, options: Partial<EnvironmentRequest> = {}): EnvironmentRequest {
    const { cache, environment, requirements } = this
    return { python, cache, environment, requirements, tell: () => {}, ...options }
  }
}
