/** How an answer of the registry fills a client: what goes in silently, what is asked about (pure). */
import type { Address, Counterparty, CounterpartyKind, PersonName, Schemas } from '@/shared/api/types';

export type Answer = Schemas['LookUpPartyResponse'];
export type Party = NonNullable<Answer['form']>;
export type Entry = NonNullable<Counterparty['registry']>;

const FIELDS = [
  'kind',
  'display_name',
  'full_name',
  'person_name',
  'inn',
  'kpp',
  'ogrn',
  'registration_date',
  'addresses',
] as const;
export type RegistryField = (typeof FIELDS)[number];
/** The fields of a client that the registry knows, as it fills them. */
export type Values = Partial<Omit<Pick<Counterparty, RegistryField>, 'kind'> & { kind: CounterpartyKind }>;
/** As a form holds them: there may be no kind yet. */
export type Held = Partial<Pick<Counterparty, RegistryField>>;

export interface Difference {
  field: RegistryField;
  now: Held[RegistryField];
  registry: Values[RegistryField];
}

export interface Plan {
  /** Into empty fields, without asking. */
  fill: Values;
  /** Over what somebody has typed. */
  ask: Difference[];
}

export function valuesOf(party: Party): Values {
  const common = {
    display_name: party.short_name ?? '',
    inn: party.inn ?? '',
    ogrn: party.ogrn ?? '',
    registration_date: party.registration_date ?? null,
    addresses: party.legal_address ? [legalAddress(party)] : [],
  };
  return party.kind === 'individual'
    ? { ...common, kind: 'SOLE_PROPRIETOR', person_name: personName(party.director_name ?? '') }
    : { ...common, kind: 'LEGAL', full_name: party.full_name ?? '', kpp: party.kpp ?? '' };
}

const legalAddress = (party: Party): Address => ({
  kind: 'LEGAL',
  text: party.legal_address ?? '',
  postal_code: party.postal_code ?? '',
  city: '',
});

function personName(text: string): PersonName | null {
  const [family_name = '', given_name = '', ...rest] = text.split(' ').filter(Boolean);
  return family_name ? { family_name, given_name, middle_name: rest.join(' ') } : null;
}

/**
 * `filled` is what an earlier answer put in: another branch may replace that silently. `kind` alone is
 * never empty; a form that nobody has settled yet lets it be replaced.
 */
export function planOf(
  registry: Values,
  current: Held,
  filled: Values,
  writable: (field: RegistryField) => boolean,
  freeKind: boolean,
): Plan {
  const plan: Plan = { fill: {}, ask: [] };
  for (const field of FIELDS) {
    const found = registry[field];
    if (isEmpty(found) || !writable(field)) continue;
    const now = current[field];
    if (same(field, now, found)) continue;
    const free =
      isEmpty(part(field, now)) || (field === 'kind' && freeKind) || same(field, now, filled[field]);
    if (free) Object.assign(plan.fill, { [field]: merged(field, now, found) });
    else plan.ask.push({ field, now: part(field, now), registry: found });
  }
  return plan;
}

/** What the chosen differences write. */
export function overwrite(chosen: readonly Difference[], current: Held): Values {
  return Object.fromEntries(
    chosen.map(({ field, registry }) => [field, merged(field, current[field], registry)]),
  ) as Values;
}

/** Of several addresses only the legal one is the registry's business. */
function part(field: RegistryField, value: Held[RegistryField]): Held[RegistryField] {
  if (field !== 'addresses') return value;
  return ((value ?? []) as Address[]).filter((one) => one.kind === 'LEGAL' && one.text.trim());
}

function merged(field: RegistryField, now: Held[RegistryField], found: Values[RegistryField]) {
  if (field !== 'addresses') return found;
  const others = ((now ?? []) as Address[]).filter((one) => one.kind !== 'LEGAL' && one.text.trim());
  return [...(found as Address[]), ...others];
}

function same(field: RegistryField, a: Held[RegistryField], b: Held[RegistryField]): boolean {
  if (isEmpty(a) || isEmpty(b)) return false;
  const text = NUMBERS.has(field) ? digitsOf : textOf;
  return text(part(field, a)) === text(part(field, b));
}

/** People type and paste these in groups; the server takes the spaces and dashes away. */
const NUMBERS = new Set<RegistryField>(['inn', 'kpp', 'ogrn']);
const digitsOf = (value: Held[RegistryField]) => shown(value).replace(/[\s-]/g, '');

/** For comparing and for showing: capitals and spaces are the registry's whim. */
const textOf = (value: Held[RegistryField]) => shown(value).toLocaleUpperCase().replace(/\s+/g, ' ').trim();

export function shown(value: Held[RegistryField]): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((one) => one.text).join('; ');
  return [value.family_name, value.given_name, value.middle_name].filter(Boolean).join(' ');
}

const isEmpty = (value: Held[RegistryField]) => shown(value).trim() === '';
