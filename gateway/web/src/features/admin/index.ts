export { UsersPage } from './UsersPage';
export { OrgUnitsPage } from './OrgUnitsPage';
export { RolesPage } from './RolesPage';
export { SegmentsPage } from './SegmentsPage';
export { ApiKeysPage } from './ApiKeysPage';
