/** What other features may use of this one; whoever shows it brings the texts `accounting`. */
export { AccountingNote } from './AccountingNote';
