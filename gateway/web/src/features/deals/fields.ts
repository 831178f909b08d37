/** Fields about deals and whom they are with, for forms of other features: who shows no form goes
 * without them. */
export {
  ClientPicker,
  ContactPicker,
  Picker,
  type PickerProps,
  SupplierPicker,
  useSearchText,
} from './pickers';
export { QualificationFields } from './qualification/QualificationFields';
