/** Every file of a language is one tree: features and services add files, nobody lists them. */
export interface Tree {
  [key: string]: string | Tree;
}

function add(into: Tree, from: Tree) {
  for (const [key, value] of Object.entries(from)) {
    const present = into[key];
    if (typeof value === 'string' || typeof present !== 'object') into[key] = value;
    else add(present, value);
  }
}

export function merge(files: Record<string, Tree>): Tree {
  const whole: Tree = {};
  for (const path of Object.keys(files).sort()) add(whole, structuredClone(files[path]!));
  return whole;
}
