export { OffboardDrawer } from './OffboardDrawer';
