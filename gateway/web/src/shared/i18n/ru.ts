import { merge, type Tree } from './merge';

export default merge(import.meta.glob<Tree>('./ru/*.json', { eager: true, import: 'default' }));
