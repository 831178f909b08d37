export { managersQuery } from './api';
export { managersQuery } from './api';
export { ManagersPage } from './ManagersPage';
