export { jobQuery, useJobActions } from './api';
export { JobCards } from './JobCards';
export { JobsBell } from './JobsBell';
export { jobLabel } from './label';
export { watchJob } from './watched';
