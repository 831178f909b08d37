/** What other features may use of this one. */
export { type Funnel, funnelQuery, funnelsQuery } from './api';
export { People } from './card/People';
export { qualificationRows, tidy, toInput } from './qualification/model';
