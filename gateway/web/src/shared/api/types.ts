/** The resources of the API by their own names, from the gateway's OpenAPI document. */
import type { components } from './schema';

export type Schemas = components['schemas'];
type Set<T> = Exclude<T, ''>;

export type Counterparty = Schemas['Counterparty'];
export type CounterpartyPatch = Schemas['CounterpartyPatch'];
export type CounterpartyInput = Schemas['CounterpartyInput'];
export type CounterpartyKind = Set<Counterparty['kind']>;
export type MarketState = Set<Counterparty['market_state']>;
export type CounterpartyRole = Set<Counterparty['roles'][number]>;
export type PersonName = Schemas['PersonName'];
export type Passport = Schemas['Passport'];
export type Phone = Schemas['Phone'];
export type Email = Schemas['Email'];
export type Address = Schemas['Address'];
export type BankAccount = Schemas['BankAccount'];
export type Money = NonNullable<Counterparty['capital']>;
export type Contact = Schemas['Contact'];
export type ContactInput = Schemas['ContactInput'];
export type Note = Schemas['Note'];
export type Segment = Schemas['Segment'];
export type Job = Schemas['Job'];
export type JobRow = Schemas['JobRow'];
export type AuditEntry = Schemas['AuditEntry'];
export type User = Schemas['User'];
export type OrgUnit = Schemas['OrgUnit'];
export type Role = Schemas['Role'];
export type ApiKey = Schemas['ApiKey'];
export type Session = Schemas['Session'];
export type SavedView = Schemas['SavedView'];
export type Tenant = Schemas['Tenant'];
export type Import = Schemas['Import'];
export type ImportRow = Schemas['ImportRow'];
export type ImportTemplate = Schemas['ImportTemplate'];
export type FieldRight = Schemas['EffectiveFieldRight'];
export type Profile = Schemas['Profile'];
