/** Phone numbers as people write them: +7 (843) 123-45-67. */

export function phone(number: string): string {
  const digits = number.replace(/\D/g, '');
  if (/^\+?7\d{10}$/.test(number)) {
    return `+7 (${digits.slice(1, 4)}) ${digits.slice(4, 7)}-${digits.slice(7, 9)}-${digits.slice(9)}`;
  }
  // Masked numbers (+7 843 ***-**-67) and foreign ones stay as the server wrote them.
  return number;
}

/** For a tel: link; the extension is dialled after a pause. Empty when there is nothing to dial. */
export function telHref(number: string, extension = ''): string | undefined {
  if (!/^\+?\d{3,15}$/.test(number)) return undefined;
  return `tel:${number}${extension ? `,${extension}` : ''}`;
}
