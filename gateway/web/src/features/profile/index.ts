export { ProfilePage } from './ProfilePage';
export { SessionList } from './parts/SessionList';
