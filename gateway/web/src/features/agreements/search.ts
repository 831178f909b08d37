/** The list's state in the address. */
import { readText, readTexts } from '@/shared/lib/search';

const orNone = (values?: string[]) => (values?.length ? values : undefined);

export interface AgreementSearch {
  kind?: string;
  state?: string[];
  query?: string;
}

export const KINDS = ['STANDARD', 'INDIVIDUAL'] as const;
export const STATES = ['DRAFT', 'SUBMITTED', 'APPROVED', 'REPLACED', 'TERMINATED'] as const;

/** Reading forgives: what there is no such thing of is left out. */
export const readAgreementSearch = (search: Record<string, unknown>): AgreementSearch => ({
  kind: KINDS.find((one) => one === readText(search.kind)),
  state: orNone(readTexts(search.state)?.filter((one) => STATES.some((known) => known === one))),
  query: readText(search.query),
});
