import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { merge, type Tree } from './merge';

const here = join(import.meta.dirname);
const source = join(here, '..', '..');

function load(language: string): Tree {
  const folder = join(here, language);
  const files = readdirSync(folder).map((name) => [
    name,
    JSON.parse(readFileSync(join(folder, name), 'utf8')),
  ]);
  return merge(Object.fromEntries(files));
}

function keys(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keys(value, `${prefix}${key}.`),
  );
}
function values(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : values(value, `${prefix}${key}.`),
  );
}

const PLURAL = /_(one|few|many|other)$/;
const base = (list: string[]) => new Set(list.map((key) => key.replace(PLURAL, '')));
const ru = load('ru');
const en = load('en');

function sources(folder = source): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

describe('texts', () => {
  it('exist in both languages', () => {
    const [russian, english] = [base(keys(ru)), base(keys(en))];
    expect([...russian].filter((key) => !english.has(key))).toEqual([]);
    expect([...english].filter((key) => !russian.has(key))).toEqual([]);
  });

  it('have every plural form of their language', () => {
    for (const [tree, forms] of [
      [ru, ['one', 'few', 'many', 'other']],
      [en, ['one', 'other']],
    ] as const) {
      const all = new Set(keys(tree));
      for (const key of all) {
        if (!PLURAL.test(key)) continue;
        for (const form of forms) expect(all).toContain(key.replace(PLURAL, `_${form}`));
      }
    }
  });

  it('use the same placeholders in both languages', () => {
    const holes = (text: string) => [...new Set(text.match(/\{\{[^}]+\}\}/g) ?? [])].sort();
    const english = new Map(values(en));
    for (const [key, text] of values(ru)) {
      const other = english.get(key);
      if (other !== undefined) expect([key, holes(other)]).toEqual([key, holes(text)]);
    }
  });

  it('are all there for the keys that the code names', () => {
    const known = new Set([...keys(ru), ...base(keys(ru))]);
    const missing = sources()
      .filter((path) => !path.endsWith('.test.ts'))
      .flatMap((path) =>
        [...readFileSync(path, 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)].map((found) => found[1]!),
      )
      .filter((key) => !known.has(key));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('are nowhere in the components themselves', () => {
    const guilty = sources()
      .filter((path) => path.endsWith('.tsx'))
      .filter((path) => /[а-яё]/i.test(readFileSync(path, 'utf8')));
    expect(guilty).toEqual([]);
  });
});

describe('source files', () => {
  it('stay short enough to be read', () => {
    const long = sources()
      .filter((path) => !path.endsWith('schema.d.ts'))
      .map((path) => [path.slice(source.length), readFileSync(path, 'utf8').split('\n').length] as const)
      .filter(([, lines]) => lines > 301);
    expect(long).toEqual([]);
  });
});
