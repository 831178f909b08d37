export { ManagersPage } from './ManagersPage';
