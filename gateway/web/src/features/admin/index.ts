export { ApiKeysPage } from './ApiKeysPage';
export { OrgUnitsPage } from './OrgUnitsPage';
export { RolesPage } from './RolesPage';
export { SegmentsPage } from './SegmentsPage';
export { UsersPage } from './UsersPage';
