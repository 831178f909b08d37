import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '..');
const styles = join(source, '..', 'node_modules', '@mantine', 'core', 'styles');
const IMPORT = /import \{([^}]*)\} from '@mantine\/core'/g;

function files(folder = source): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

it('every component of the kit that we use brings its styles', () => {
  const listed = readFileSync(join(import.meta.dirname, 'mantine.ts'), 'utf8');
  const used = new Set<string>();
  for (const path of files()) {
    for (const found of readFileSync(path, 'utf8').matchAll(IMPORT)) {
      for (const name of found[1]!.split(',')) used.add(name.replace(/\btype\b/, '').trim());
    }
  }
  const missing = [...used]
    .filter((name) => existsSync(join(styles, `${name}.layer.css`)))
    .filter((name) => !listed.includes(`/${name}.layer.css`));
  expect(missing).toEqual([]);
});
