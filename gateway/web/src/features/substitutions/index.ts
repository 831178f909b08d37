export { MySubstitutions } from './MySubstitutions';
