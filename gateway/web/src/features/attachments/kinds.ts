/** What a file looks like in a list: by what the server found in it, never by what it is called. */
export type FileKind = 'image' | 'pdf' | 'sheet' | 'text' | 'archive' | 'audio' | 'video' | 'other';

const KINDS: readonly [RegExp, FileKind][] = [
  [/^image\//, 'image'],
  [/^audio\//, 'audio'],
  [/^video\//, 'video'],
  [/^application\/pdf$/, 'pdf'],
  [/spreadsheet|ms-excel|^text\/csv$/, 'sheet'],
  [/zip|rar|7z/, 'archive'],
  [/^text\/|word|opendocument\.text|rtf/, 'text'],
];

export const kindOf = (contentType: string): FileKind =>
  KINDS.find(([pattern]) => pattern.test(contentType))?.[1] ?? 'other';
