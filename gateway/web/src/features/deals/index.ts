/** What other features may use of this one. */
export { type Funnel, funnelQuery, funnelsQuery } from './api';
export { ClientPicker, ContactPicker } from './pickers';
