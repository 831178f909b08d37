// Sizes of the built application, as they travel (gzip -9). Fails when a budget is passed.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const assets = join(dist, 'assets');
const KB = 1024;
const BUDGET = { firstPage: 266 * KB, grid: 280 * KB, chunk: 30 * KB, css: 50 * KB, fonts: 70 * KB };
// Days and people in a grid: drag and drop and choosers of dates on top of all else.
const GRIDS = /^(Calendar|Planner)Page-/;

const files = readdirSync(assets);
const sizes = new Map(
  files.map((name) => [name, gzipSync(readFileSync(join(assets, name)), { level: 9 }).length]),
);
const html = readFileSync(join(dist, 'index.html'), 'utf8');

/** What index.html loads before any page does. */
const shell = files.filter((name) => name.endsWith('.js') && html.includes(`/${name}`));

/** Chunks that a chunk imports statically, all the way down. */
function withImports(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const code = readFileSync(join(assets, name), 'utf8');
  for (const [, path] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
    withImports(path, found);
  return found;
}

const sum = (names) => [...names].reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
const kb = (bytes) => `${(bytes / KB).toFixed(1)} KB`;
const failures = [];

function check(what, bytes, budget) {
  const over = bytes > budget;
  console.log(`${over ? 'OVER ' : 'ok   '} ${what.padEnd(44)} ${kb(bytes).padStart(9)} of ${kb(budget)}`);
  if (over) failures.push(what);
}

const shellFiles = new Set(shell.flatMap((name) => [...withImports(name)]));
const pages = files.filter((name) => /Page-[\w-]+\.js$/.test(name));
if (pages.length === 0) failures.push('no page chunks found');
/** A chunk's styles are in a file of its own name; the application's are in index.html. */
const styles = files.filter((name) => name.endsWith('.css'));
const stem = (name) => name.replace(/-[\w-]{8}\.(js|css)$/, '');
const stylesOf = (chunks) => {
  const stems = new Set([...chunks].map(stem));
  return styles.filter((name) => html.includes(`/${name}`) || stems.has(stem(name)));
};
for (const page of pages) {
  const chunks = new Set([...shellFiles, ...withImports(page)]);
  check(`JS to show ${page}`, sum(chunks), GRIDS.test(page) ? BUDGET.grid : BUDGET.firstPage);
  check(`CSS to show ${page}`, sum(stylesOf(chunks)), BUDGET.css);
}
for (const name of files) {
  if (name.endsWith('.js') && !shellFiles.has(name)) check(`chunk ${name}`, sizes.get(name), BUDGET.chunk);
}
const fonts = files.filter((name) => name.endsWith('.woff2'));
check(
  'fonts',
  fonts.reduce((total, name) => total + readFileSync(join(assets, name)).length, 0),
  BUDGET.fonts,
);
if (failures.length) {
  console.error(`Over budget: ${failures.join(', ')}`);
  process.exit(1);
}
