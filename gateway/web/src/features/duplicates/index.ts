/** What other features may use of this one; the panel's texts are `duplicates`. */
export type { DuplicateDraft } from './api';
export { DuplicatesPanel } from './DuplicatesPanel';
export { supplement } from './supplement';
