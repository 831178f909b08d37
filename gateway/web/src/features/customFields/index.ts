export {
  type CustomField,
  customFieldName,
  customFieldsQuery,
  type Resource,
  useAllCustomFields,
  useCustomFields,
} from './api';
export { CustomLines } from './CustomLines';
export { CustomValue } from './CustomValue';
export { customText, isBlank, type Values, valuesToSend, valueToSend } from './values';
