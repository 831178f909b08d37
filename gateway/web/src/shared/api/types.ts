/** Resources as the gateway always answers them: every field present, unset messages null. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Filled<T> = T extends (infer I)[]
  ? Filled<I>[]
  : T extends object
    ? { [K in keyof T]-?: Filled<Exclude<T[K], undefined>> }
    : T;
type Nullable<T, K extends keyof T> = Omit<T, K> & { [P in K]: T[P] | null };

export type Counterparty = Nullable<Filled<Schemas['Counterparty']>, 'person_name' | 'passport' | 'capital'>;
export type CounterpartyKind = Exclude<Counterparty['kind'], ''>;
export type MarketState = Exclude<Counterparty['market_state'], ''>;
export type CounterpartyRole = Exclude<Counterparty['roles'][number], ''>;
export type PersonName = Filled<Schemas['PersonName']>;
export type Passport = Filled<Schemas['Passport']>;
export type Phone = Filled<Schemas['Phone']>;
export type Email = Filled<Schemas['Email']>;
export type Address = Filled<Schemas['Address']>;
export type BankAccount = Filled<Schemas['BankAccount']>;
export type Money = Filled<Schemas['Money']>;
export type Contact = Nullable<Filled<Schemas['Contact']>, 'person_name'>;
export type Note = Filled<Schemas['Note']>;
export type Segment = Filled<Schemas['Segment']>;
export type Job = Nullable<Filled<Schemas['Job']>, 'counts'>;
export type JobRow = Filled<Schemas['JobRow']>;
export type AuditEntry = Filled<Schemas['AuditEntry']>;
export type User = Filled<Schemas['User']>;
export type OrgUnit = Filled<Schemas['OrgUnit']>;
export type Role = Filled<Schemas['Role']>;
export type ApiKey = Filled<Schemas['ApiKey']>;
export type Session = Filled<Schemas['Session']>;
export type SavedView = Filled<Schemas['SavedView']>;
export type Tenant = Filled<Schemas['Tenant']>;
export type Import = Filled<Schemas['Import']>;
export type ImportRow = Filled<Schemas['ImportRow']>;
export type ImportTemplate = Filled<Schemas['ImportTemplate']>;
export type FieldRight = Filled<Schemas['EffectiveFieldRight']>;
export interface Profile {
  user: User;
  tenant: Tenant;
  permissions: string[];
  field_rights: FieldRight[];
  preferences: Record<string, unknown>;
}
