/** What other features may use of this one. */
export { contactsOfQuery, findContactsQuery, useDeleteContact, useUndeleteContact } from './api';
