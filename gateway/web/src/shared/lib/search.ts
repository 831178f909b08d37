/** Lists' state in the address: filters, order, view. Reading forgives, writing is canonical. */

export interface ListSearch {
  view?: string;
  query?: string;
  order_by?: string;
  kind?: string[];
  market_state?: string[];
  segments?: string[];
  owner?: string[];
  roles?: string[];
  /** Conditions on custom fields, each `key:op:value`. */
  custom?: string[];
  /** How segments and managers do not fit: SEVERAL, FOREIGN_OWNER. */
  manager_conflict?: string[];
  lifecycle_stage?: string[];
  org_unit?: string;
  source_import?: string;
  /** How what is planned with them stands: NONE, PLANNED, OVERDUE. */
  next_work?: string;
  deleted?: 'true';
  registry_alarming?: 'true';
}

const MANY = [
  'kind',
  'market_state',
  'segments',
  'owner',
  'roles',
  'custom',
  'manager_conflict',
  'lifecycle_stage',
] as const;
const FLAGS = ['deleted', 'registry_alarming'] as const;
const ONE = ['view', 'query', 'order_by', 'org_unit', 'source_import', 'next_work'] as const;

export const readText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export function readTexts(value: unknown): string[] | undefined {
  const given = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const texts = [...new Set(given.map(String).filter((text) => text !== ''))];
  return texts.length ? texts : undefined;
}

export function readListSearch(search: Record<string, unknown>): ListSearch {
  const found: ListSearch = {};
  for (const key of ONE) found[key] = readText(search[key]);
  for (const key of MANY) found[key] = readTexts(search[key]);
  for (const key of FLAGS) if (search[key] === 'true' || search[key] === true) found[key] = 'true';
  return found;
}

/** The part of the search that narrows the list, as the API takes it. */
export function filterOf(search: ListSearch) {
  return {
    query: search.query,
    kind: search.kind,
    market_state: search.market_state,
    segments: search.segments,
    owner: search.owner,
    roles: search.roles,
    custom: search.custom,
    manager_conflict: search.manager_conflict,
    lifecycle_stage: search.lifecycle_stage,
    org_unit: search.org_unit,
    source_import: search.source_import,
    next_work: search.next_work,
    deleted: search.deleted ? true : undefined,
    registry_alarming: search.registry_alarming ? true : undefined,
  };
}

/** A saved view keeps the search as URL text, without the view's own name. */
export function toViewQuery(search: object): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (key === 'view' || value === undefined) continue;
    for (const one of Array.isArray(value) ? [...value].sort() : [value]) params.append(key, one);
  }
  return params.toString();
}

/** `read`: how the list understands what an address holds. */
export function fromViewQuery<S>(text: string, read: (raw: Record<string, unknown>) => S): S {
  const params = new URLSearchParams(text);
  const raw: Record<string, unknown> = {};
  for (const key of new Set(params.keys())) {
    const all = params.getAll(key);
    raw[key] = all.length > 1 ? all : all[0];
  }
  return read(raw);
}

export const isFiltered = (search: ListSearch) =>
  Object.values(filterOf(search)).some((value) => value !== undefined);
