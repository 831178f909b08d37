/** What other features may use of this one. */
export { countQuery, findQuery, itemKey, refreshLists } from './api';
export { KindIcon } from './KindIcon';
export { useNewClientPath } from './newClient';
export { useDrafts } from './wizard/useDrafts';
