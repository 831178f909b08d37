/** Relations in words: who is what to whom. */
import type { TFunction } from 'i18next';
import type { Edge, Party, Relation, RelationKind } from './api';

type Titles = Pick<Relation, 'title' | 'reverse_title'>;

export const isSymmetric = ({ title, reverse_title }: Titles) =>
  title.toLowerCase() === reverse_title.toLowerCase();

/** In the middle of a sentence; an abbreviation stays as it is. */
export const lowered = (title: string) =>
  /^\p{Lu}\p{Lu}/u.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);

export function sentence(t: TFunction, titles: Titles, source: string, target: string): string {
  const said = { source, target, title: lowered(titles.title) };
  return isSymmetric(titles) ? t('relations.together', said) : t('relations.sentence', said);
}

export function edgeSentence(t: TFunction, edge: Edge, source: Party, target: Party): string {
  if (edge.type !== 'EMPLOYMENT') return sentence(t, edge, source.display_name, target.display_name);
  const [person, firm] = source.kind === 'CONTACT' ? [source, target] : [target, source];
  return t('relations.employed', { person: person.display_name, firm: firm.display_name });
}

export const kindLabel = (t: TFunction, kind: RelationKind) =>
  isSymmetric(kind)
    ? kind.title
    : t('relationKinds.both', { title: kind.title, reverse: kind.reverse_title });

/** A relation as one of its ends sees it. */
export interface Side {
  relation: Relation;
  me: Party;
  other: Party;
  /** What the other is to me. */
  role: string;
}

const partiesOf = ({ source_party, target_party }: Relation) => [source_party!, target_party!] as const;

function seenFrom(relation: Relation, ownName: string, isMine: (party: Party) => boolean): Side {
  const [source, target] = partiesOf(relation);
  const fromSource = source.name === ownName || (target.name !== ownName && isMine(source));
  return fromSource
    ? { relation, me: source, other: target, role: relation.reverse_title }
    : { relation, me: target, other: source, role: relation.title };
}

/** By what the others are to the client, and apart from that those of its people. */
export function grouped(relations: readonly Relation[], client: string) {
  const own = new Map<string, Side[]>();
  const people = new Map<string, Side[]>();
  for (const relation of relations) {
    const side = seenFrom(relation, client, (party) => party.counterparty === client);
    const groups = side.me.name === client ? own : people;
    groups.set(side.role, [...(groups.get(side.role) ?? []), side]);
  }
  return { own: sorted(own), people: sorted(people) };
}

const sorted = (groups: Map<string, Side[]>) =>
  [...groups]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([role, sides]) => ({
      role,
      sides: sides.sort((one, other) => one.other.display_name.localeCompare(other.other.display_name)),
    }));
