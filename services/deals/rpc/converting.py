"""The client and the contact of a conversion: chosen, or created in counterparties in the caller's
own name, once for each lead."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import re
from collections.abc import Callable
from typing import Any

from crm.counterparties.v1 import (
    contacts_pb2,
    contacts_pb2_grpc,
    counterparties_pb2,
    drafts_pb2,
    drafts_pb2_grpc,
)
from crm.deals.v1 import leads_pb2 as pb
from services.deals.leads.converting import ClientTwice, ContactWithoutClient, request_of
from services.deals.leads.lead import Lead
from services.kit import rpc_client
from services.kit.caller import Caller
from services.kit.errors import AlreadyExists, InvalidArgument
from services.kit.mongo import Db
from services.kit.parties import store
from services.kit.parties.asker import SERVICE, asker
from services.kit.parties.asking import Ask, party
from services.kit.parties.party import Party
from services.kit.parties.reading import of_contact, of_counterparty
from services.kit.service import Runtime

_Client = counterparties_pb2.Counterparty
_NewClient = pb.ConvertLeadRequest.NewClient
_LONGEST_NAME = 3
_UNREACHABLE = re.compile(r"(?:counterparty\.|contact\.)?(phones|emails)\[(\d+)\]")


class Counterpart:
    """Whom one lead is converted with."""

    def __init__(self, runtime: Runtime, context: object, db: Db, caller: Caller) -> None:
        self._context, self._db, self._caller = context, db, caller
        self._channel = rpc_client.channel(runtime.settings.address(SERVICE))
        self._ask: Ask = asker(runtime, context)

    def of(self, lead: Lead, request: pb.ConvertLeadRequest) -> dict[str, Party]:
        if request.HasField("new_client") and request.counterparty:
            raise ClientTwice("Choose a client or create one", field="new_client")
        if request.new_contact and request.contact:
            raise ClientTwice("Choose a contact or create one", field="new_contact")
        found: dict[str, Party] = {}
        if request.HasField("new_client"):
            found["counterparty"] = self._new_client(lead, request)
        elif client := request.counterparty or lead.counterparty:
            found["counterparty"] = self._party(client, "counterparty")
        if request.new_contact:
            found["contact"] = self._new_contact(lead, found.get("counterparty"))
        elif request.contact:
            found["contact"] = self._party(request.contact, "contact")
        elif lead.contact and not request.HasField("new_client") and not request.counterparty:
            found["contact"] = self._party(lead.contact, "contact")
        return found

    def _party(self, name: str, field: str) -> Party:
        return party(self._db, self._caller, name, self._ask, field)

    def _new_client(self, lead: Lead, request: pb.ConvertLeadRequest) -> Party:
        asked = request.new_client
        client = _Client(
            display_name=asked.display_name or lead.company_name or lead.person_name,
            kind=_NewClient.Kind.Name(asked.kind),
            inn=asked.inn or lead.inn,
            kpp=asked.kpp,
            website=lead.website,
            territory=lead.territory,
            owner=lead.owner or self._caller.user,
            roles=[_Client.ROLE_CLIENT],
            phones=_phones(lead),
            emails=_emails(lead),
        )
        if asked.kind == _NewClient.KIND_INDIVIDUAL:
            client.person_name.MergeFrom(_person_name(lead.person_name or client.display_name))
        wish = drafts_pb2.RegisterCounterpartyRequest(
            counterparty=client,
            request_id=request_of(self._db, lead.name, "client"),
            bypass_duplicates=request.bypass_duplicates,
        )
        stub = drafts_pb2_grpc.DraftServiceStub(self._channel)
        name = f"counterparties/{wish.request_id}"
        return self._made(
            name, client.display_name, stub.RegisterCounterparty, wish, of_counterparty
        )

    def _new_contact(self, lead: Lead, client: Party | None) -> Party:
        if client is None:
            raise ContactWithoutClient("A contact belongs to a client", field="new_contact")
        person = contacts_pb2.Contact(
            counterparty=client.name,
            display_name=lead.person_name,
            job_title=lead.position,
            decision_maker=True,
            phones=_phones(lead),
            emails=_emails(lead),
        )
        wish = contacts_pb2.CreateContactRequest(
            contact=person, request_id=request_of(self._db, lead.name, "contact")
        )
        stub = contacts_pb2_grpc.ContactServiceStub(self._channel)
        name = f"contacts/{wish.request_id}"
        return self._made(name, lead.person_name, stub.CreateContact, wish, of_contact)

    def _made(
        self, name: str, title: str, rpc: Any, wish: Any, read: Callable[[Any], Party]
    ) -> Party:
        """Made by this call, or by an earlier one for the same lead, whoever sent that."""
        known = store.find(self._db, name)
        if known is not None and known.is_active:
            return known
        store.expect(self._db, name)
        try:
            answer = read(self._asked(rpc, wish))
        except AlreadyExists:
            # Somebody else's try broke off after it. He may not see it, and the deal is still its.
            return known or Party(name=name, display_name=title)
        except InvalidArgument as error:
            raise _by_our_fields(wish, error) from error
        finally:
            store.give_up(self._db, name)
        store.keep(self._db, answer, expected=True)
        return answer

    def _asked(self, rpc: Any, wish: Any) -> Any:
        try:
            return rpc_client.in_the_name_of(self._context, SERVICE, rpc, wish)
        except InvalidArgument as error:
            if not _drop_unreachable(wish, error):
                raise
        return rpc_client.in_the_name_of(self._context, SERVICE, rpc, wish)


def _part(wish: Any) -> str:
    return "contact" if isinstance(wish, contacts_pb2.CreateContactRequest) else "counterparty"


def _drop_unreachable(wish: Any, error: InvalidArgument) -> bool:
    """Takes out what is no number or address, if that is all that is wrong. Sites send anything:
    it keeps nobody from being a client, and stays in the lead."""
    wrong = [_UNREACHABLE.match(each.field) for each in error.violations]
    if not wrong or not all(wrong):
        return False
    gone = {(found[1], int(found[2])) for found in wrong if found}
    for field in {field for field, _ in gone}:
        sent = getattr(getattr(wish, _part(wish)), field)
        kept = [each for at, each in enumerate(sent) if (field, at) not in gone]
        del sent[:]
        sent.extend(kept)
    return True


def _by_our_fields(wish: Any, error: InvalidArgument) -> InvalidArgument:
    """What is wrong with what was sent stands in the lead, or in what was asked for."""
    part = _part(wish)
    ours = "new_contact" if part == "contact" else "new_client"
    return InvalidArgument.of(
        [
            each._replace(field=f"{ours}.{each.field.removeprefix(f'{part}.')}")
            for each in error.violations
        ]
    )


def _phones(lead: Lead) -> list[Any]:
    """What is no number there does not keep him from being a client: it stays in the lead."""
    return [counterparties_pb2.Phone(number=each) for each in lead.phones if each.startswith("+7")]


def _emails(lead: Lead) -> list[Any]:
    return [counterparties_pb2.Email(address=each) for each in lead.emails if "@" in each]


def _person_name(text: str) -> Any:
    words = [*text.split(maxsplit=_LONGEST_NAME - 1), "", "", ""]
    family, given, middle = words[:_LONGEST_NAME]
    return counterparties_pb2.PersonName(family_name=family, given_name=given, middle_name=middle)
