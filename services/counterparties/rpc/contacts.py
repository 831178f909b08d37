"""ContactService over gRPC."""

from typing import Any

from crm.counterparties.v1 import contacts_pb2 as pb
from crm.counterparties.v1 import contacts_pb2_grpc as pb_grpc
from services.counterparties import field_rights, listing, search_keys, store
from services.counterparties.actions import contacts as actions
from services.counterparties.actions.references import READ
from services.counterparties.contact import Contact
from services.counterparties.counterparty import State
from services.kit.caller import Access, Caller
from services.kit.mapping import converter, from_proto, to_proto
from services.kit.rows import Rows
from services.kit.rpc import Servicer, request_id

_to_message = converter(pb.Contact)


class ContactServicer(Servicer, pb_grpc.ContactServiceServicer):
    def GetContact(self, request: pb.GetContactRequest, context: object) -> pb.Contact:
        caller, db = self.asked(context)
        return _shown(caller, actions.visible_contact(db, caller, request.name))

    def ListContacts(
        self, request: pb.ListContactsRequest, context: object
    ) -> pb.ListContactsResponse:
        caller, db = self.asked(context)
        rights = field_rights.of(caller)
        query = search_keys.parse(request.query)
        where: dict[str, Any] = {"state": State.ACTIVE.value, **caller.visible(READ)}
        if request.counterparty:
            where["counterparty"] = request.counterparty
        where |= listing.found_by(query, rights)
        page = store.contacts_page(db, where, query, request)
        if request.counterparty and not page.items:
            # Nobody: it may be the old name of one merged away.
            survivor = store.alive(db, store.COUNTERPARTIES, request.counterparty)
            if survivor is not None and survivor.name != request.counterparty:
                where["counterparty"] = survivor.name
                page = store.contacts_page(db, where, query, request)
        return _ROWS.answer(page, caller.field_rights)

    def CreateContact(self, request: pb.CreateContactRequest, context: object) -> pb.Contact:
        caller, db = self.asked(context)
        values = from_proto(request.contact, Contact)
        return _shown(caller, actions.create(db, caller, values, request_id(request.request_id)))

    def UpdateContact(self, request: pb.UpdateContactRequest, context: object) -> pb.Contact:
        caller, db = self.asked(context)
        sent = request.contact
        values = from_proto(sent, Contact, request.update_mask.paths)
        return _shown(caller, actions.update(db, caller, sent.name, sent.etag, values))

    def DeleteContact(self, request: pb.DeleteContactRequest, context: object) -> pb.Contact:
        caller, db = self.asked(context)
        return _shown(caller, actions.delete(db, caller, request.name, request.etag))

    def UndeleteContact(self, request: pb.UndeleteContactRequest, context: object) -> pb.Contact:
        caller, db = self.asked(context)
        return _shown(caller, actions.undelete(db, caller, request.name, request.etag))


def _shown(caller: Caller, contact: Contact) -> pb.Contact:
    message = to_proto(contact, pb.Contact)
    return field_rights.of(caller).hide(message, contact.market_state)


def _row(document: dict[str, Any], rights: tuple[Access, ...]) -> pb.Contact:
    return field_rights.given(rights).hide(_to_message(document), document["market_state"])


_ROWS = Rows(pb.ListContactsResponse, "contacts", _row)
