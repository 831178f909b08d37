import { merge, type Tree } from './merge';

export default merge(import.meta.glob<Tree>('./en/*.json', { eager: true, import: 'default' }));
