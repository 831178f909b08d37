export { JobsBell } from './JobsBell';
