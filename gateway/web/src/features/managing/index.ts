export { managersQuery } from './api';
export { ManagersPage } from './ManagersPage';
