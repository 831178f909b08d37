export { keepRecent } from './recent';
