/** The role matrix's rules: permissions by resource, their scopes, and rights on single fields. */

export type Scope = 'OWN' | 'UNIT' | 'SUBTREE' | 'ALL';
export type Access = 'NONE' | 'MASKED' | 'READ' | 'WRITE';
export type MarketState = 'POTENTIAL' | 'EXISTING' | '';

export interface Rule {
  permission: string;
  scope: Scope;
}

export interface FieldRight {
  resource: string;
  field: string;
  market_state: MarketState;
  access: Access;
}

export interface Role {
  name: string;
  display_name: string;
  built_in: string;
  rules: Rule[];
  field_rights: FieldRight[];
  create_time: string;
  update_time: string;
  etag: string;
}

export const SCOPES: readonly Scope[] = ['OWN', 'UNIT', 'SUBTREE', 'ALL'];
export const ACCESSES: readonly Access[] = ['NONE', 'MASKED', 'READ', 'WRITE'];

export interface Resource {
  id: string;
  verbs: readonly string[];
  /** Its records have owners, so that a scope means something; the rest is the tenant's own. */
  scoped: boolean;
}

export const RESOURCES: readonly Resource[] = [
  {
    id: 'counterparties',
    verbs: [
      'read',
      'create',
      'expert_create',
      'bypass_duplicates',
      'update',
      'delete',
      'export',
      'bulk',
      'merge',
    ],
    scoped: true,
  },
  { id: 'duplicates', verbs: ['write'], scoped: true },
  { id: 'consents', verbs: ['read', 'write'], scoped: true },
  { id: 'imports', verbs: ['read', 'write'], scoped: true },
  { id: 'deals', verbs: ['read', 'create', 'update', 'delete', 'reopen'], scoped: true },
  { id: 'leads', verbs: ['read', 'create', 'update', 'delete', 'reopen', 'assign'], scoped: true },
  {
    id: 'works',
    verbs: ['read', 'create', 'update', 'delete', 'reopen', 'assign'],
    scoped: true,
  },
  { id: 'interactions', verbs: ['read', 'create', 'update', 'delete'], scoped: true },
  { id: 'work_plans', verbs: ['write'], scoped: true },
  { id: 'timeline', verbs: ['read'], scoped: false },
  { id: 'invoices', verbs: ['read', 'write'], scoped: true },
  { id: 'payments', verbs: ['read', 'write'], scoped: false },
  { id: 'accounting', verbs: ['read', 'write', 'exchange'], scoped: false },
  { id: 'segments', verbs: ['read', 'write'], scoped: false },
  { id: 'managers', verbs: ['read', 'write'], scoped: false },
  { id: 'lead_settings', verbs: ['write'], scoped: false },
  { id: 'work_settings', verbs: ['write'], scoped: false },
  { id: 'work_calendars', verbs: ['write'], scoped: false },
  { id: 'custom_fields', verbs: ['write'], scoped: false },
  { id: 'relation_kinds', verbs: ['write'], scoped: false },
  { id: 'professional_holidays', verbs: ['write'], scoped: false },
  { id: 'consent_purposes', verbs: ['write'], scoped: false },
  { id: 'personal_data', verbs: ['read', 'erase'], scoped: false },
  { id: 'funnels', verbs: ['read', 'write'], scoped: false },
  { id: 'agreements', verbs: ['read', 'write', 'approve', 'override'], scoped: true },
  { id: 'bonuses', verbs: ['spend'], scoped: false },
  { id: 'products', verbs: ['read', 'write'], scoped: false },
  { id: 'saved_views', verbs: ['share'], scoped: false },
  { id: 'users', verbs: ['read', 'write', 'view_as'], scoped: false },
  { id: 'org_units', verbs: ['read', 'write'], scoped: false },
  { id: 'roles', verbs: ['read', 'write'], scoped: false },
  { id: 'substitutions', verbs: ['read', 'write'], scoped: true },
  { id: 'access', verbs: ['explain'], scoped: true },
  { id: 'api_keys', verbs: ['write'], scoped: false },
  { id: 'registry', verbs: ['read', 'write'], scoped: false },
  { id: 'audit', verbs: ['read'], scoped: true },
  { id: 'tenant', verbs: ['update'], scoped: false },
];

export const permissionsOf = (resource: Resource): string[] =>
  resource.verbs.map((v) => `${resource.id}.${v}`);
export const ALL_PERMISSIONS: readonly string[] = RESOURCES.flatMap(permissionsOf);

const rank = (scope: Scope | undefined): number => (scope ? SCOPES.indexOf(scope) : -1);

/** The widest scope the rules give for a permission. */
export function scopeOf(rules: readonly Rule[], permission: string): Scope | undefined {
  let best: Scope | undefined;
  for (const rule of rules)
    if (rule.permission === permission && rank(rule.scope) > rank(best)) best = rule.scope;
  return best;
}

const readOf = (permission: string): string => `${permission.split('.')[0]}.read`;

/**
 * Sets or clears one cell and keeps the row sound: nobody changes what he does not see, so a wider
 * right widens reading, and narrower reading narrows the rest of the resource.
 */
export function withScope(rules: readonly Rule[], permission: string, scope: Scope | undefined): Rule[] {
  const next = put(rules, permission, scope);
  const read = readOf(permission);
  if (!ALL_PERMISSIONS.includes(read)) return next;
  if (permission !== read) {
    return rank(scope) > rank(scopeOf(next, read)) ? put(next, read, scope) : next;
  }
  return sameResource(next, permission).reduce(
    (all, rule) => (rank(rule.scope) > rank(scope) ? put(all, rule.permission, scope) : all),
    next,
  );
}

const sameResource = (rules: readonly Rule[], permission: string): Rule[] =>
  rules.filter((r) => r.permission.split('.')[0] === permission.split('.')[0]);

function put(rules: readonly Rule[], permission: string, scope: Scope | undefined): Rule[] {
  const rest = rules.filter((r) => r.permission !== permission);
  return scope ? [...rest, { permission, scope }] : rest;
}

/** Same rules in any order. */
export function sameRules(a: readonly Rule[], b: readonly Rule[]): boolean {
  const key = (rules: readonly Rule[]) =>
    rules
      .map((r) => `${r.permission}:${r.scope}`)
      .toSorted()
      .join();
  return key(a) === key(b);
}

export function sameRights(a: readonly FieldRight[], b: readonly FieldRight[]): boolean {
  const key = (rights: readonly FieldRight[]) =>
    rights
      .map((r) => `${r.resource}.${r.field}.${r.market_state}:${r.access}`)
      .toSorted()
      .join();
  return key(a) === key(b);
}

/** Fields worth guarding; everything else follows the right to read and change the record. */
export const GUARDED_FIELDS: readonly string[] = [
  'market_state',
  'inn',
  'kpp',
  'ogrn',
  'bank_accounts',
  'addresses',
  'phones',
  'emails',
  'passport',
  'snils',
  'birth_date',
  'capital',
  'headcount',
  'particulars',
  'custom_fields',
  'comment',
];

/** Access in one market state: the right for it, else the one for any state, else everything. */
export function accessOf(rights: readonly FieldRight[], field: string, state: MarketState): Access {
  const own = rights.filter((r) => r.resource === 'counterparties' && r.field === field);
  return (
    (own.find((r) => r.market_state === state) ?? own.find((r) => r.market_state === ''))?.access ?? 'WRITE'
  );
}

/** Sets the access in one market state; full access needs no right, equal ones become one. */
export function withAccess(
  rights: readonly FieldRight[],
  field: string,
  state: 'POTENTIAL' | 'EXISTING',
  access: Access,
): FieldRight[] {
  const other = state === 'POTENTIAL' ? 'EXISTING' : 'POTENTIAL';
  const kept = accessOf(rights, field, other);
  const rest = rights.filter((r) => !(r.resource === 'counterparties' && r.field === field));
  const right = (market_state: MarketState, value: Access): FieldRight => ({
    resource: 'counterparties',
    field,
    market_state,
    access: value,
  });
  if (access === kept) return access === 'WRITE' ? rest : [...rest, right('', access)];
  const states = [right(state, access), right(other, kept)];
  return [...rest, ...states.filter((r) => r.access !== 'WRITE')];
}

/** Fields to show: the guarded ones and any other that the role already restricts. */
export const fieldsOf = (rights: readonly FieldRight[]): string[] => [
  ...new Set([
    ...GUARDED_FIELDS,
    ...rights.filter((r) => r.resource === 'counterparties').map((r) => r.field),
  ]),
];

/** Who has a role, and how wide: the holder's own unit or another one. */
export function holdersOf<U extends { assignments: readonly { role: string }[] }>(
  users: readonly U[],
  role: string,
): U[] {
  return users.filter((user) => user.assignments.some((a) => a.role === role));
}

/** The administrator's role cannot be changed, so that a tenant never locks itself out. */
export const isLocked = (role: Role): boolean => role.built_in === 'ADMINISTRATOR';

/** «Manager» → «Manager (copy)», «Manager (copy 2)» … */
export function copyName(name: string, taken: readonly string[], word: string): string {
  const used = new Set(taken.map((t) => t.toLowerCase()));
  for (let n = 1; ; n++) {
    const candidate = `${name} (${word}${n > 1 ? ` ${n}` : ''})`;
    if (!used.has(candidate.toLowerCase())) return candidate;
  }
}
