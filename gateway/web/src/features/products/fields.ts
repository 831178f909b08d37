/** Fields about what is sold, for forms of other features: who shows no form goes without them. */
export { ProductSelect } from './LineChoices';
export { Schedule } from './Schedule';
