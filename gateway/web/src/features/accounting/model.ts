/** Which of our firms is which organization of 1C, as the form holds it (pure). */
import type { AccountingSettings, OrganizationOption, Seller } from './api';

type Organizations = AccountingSettings['organizations'];

/** {seller: key there}; nothing is null, as a list of choices has it. */
export const fieldsOfSellers = (chosen: Organizations, sellers: readonly Seller[]) =>
  Object.fromEntries(
    sellers.map(({ name }) => [name, chosen.find((one) => one.seller === name)?.ref_key ?? null]),
  ) as Record<string, string | null>;

/** Those found there, the likely one first: it has the same INN. What was chosen before stays one. */
export function choicesOf(seller: Seller, chosen: Organizations, found: readonly OrganizationOption[]) {
  const known = chosen.filter((one) => !found.some((other) => other.ref_key === one.ref_key));
  const likely = [...found].sort((a, b) => Number(b.inn === seller.inn) - Number(a.inn === seller.inn));
  return [
    ...likely.map(({ ref_key, display_name, inn }) => ({
      value: ref_key,
      label: inn ? `${display_name} · ${inn}` : display_name,
    })),
    ...known
      .filter((one) => one.seller === seller.name)
      .map(({ ref_key, display_name }) => ({ value: ref_key, label: display_name || ref_key })),
  ];
}

/** What is saved: with the name there, so that it can be read when 1C does not answer. */
export function organizationsOf(
  fields: Record<string, string | null>,
  chosen: Organizations,
  found: readonly OrganizationOption[],
): Organizations {
  return Object.entries(fields).flatMap(([seller, ref_key]) => {
    if (!ref_key) return [];
    const named = [...found, ...chosen].find((one) => one.ref_key === ref_key);
    return [{ seller, ref_key, display_name: named?.display_name ?? '' }];
  });
}
