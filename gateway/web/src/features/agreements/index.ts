/** What other features may use of this one. */
export { agreementsQuery } from './api';
