/** What other features may use of this one. Its texts are `duplicates` and `cp`. */
export type { DuplicateDraft } from './api';
export { DuplicatesPanel } from './DuplicatesPanel';
export { supplement } from './supplement';
