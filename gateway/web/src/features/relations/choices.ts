/** Which kinds fit two ends, and how each is read (pure). */
import type { RelationKind } from './api';
import type { Chosen } from './PartyPicker';
import { isSymmetric } from './wording';

export interface Choice {
  /** A kind, and which of the two is its source. */
  id: string;
  kind: RelationKind;
  /** Whether the second end is the source. */
  turned: boolean;
  /** What the first end is to the second. */
  title: string;
}

const isPerson = ({ kind }: Chosen) => kind !== 'LEGAL';
const isParty = ({ kind }: Chosen) => kind !== 'CONTACT';

export function choicesFor(kinds: readonly RelationKind[], first: Chosen, second: Chosen): Choice[] {
  const both = [first, second];
  return kinds
    .filter((kind) => both.every(kind.between === 'PARTIES' ? isParty : isPerson))
    .flatMap((kind) => {
      const straight = { id: kind.name, kind, turned: false, title: kind.title };
      if (isSymmetric(kind)) return [straight];
      return [straight, { id: `${kind.name} turned`, kind, turned: true, title: kind.reverse_title }];
    });
}
