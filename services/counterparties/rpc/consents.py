"""ConsentService over gRPC."""

from collections.abc import Iterator

from google.api import httpbody_pb2

from crm.counterparties.v1 import consents_pb2 as pb
from crm.counterparties.v1 import consents_pb2_grpc as pb_grpc
from services.counterparties import papers
from services.counterparties.actions import consents as actions
from services.counterparties.consents import purposes, standing, store
from services.counterparties.consents.consent import Consent, ConsentChannel
from services.counterparties.consents.purpose import ConsentPurpose
from services.counterparties.consents.purposes import CONSENT_PURPOSES
from services.counterparties.consents.standing import ConsentStanding
from services.kit import wire
from services.kit.downloads import as_file
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id

_CHANNELS = wire.enum_names(pb.ConsentChannel.DESCRIPTOR)


class ConsentServicer(Servicer, pb_grpc.ConsentServiceServicer):
    def GetConsent(self, request: pb.GetConsentRequest, context: object) -> pb.Consent:
        caller, db = self.asked(context)
        return to_proto(actions.visible_consent(db, caller, request.name), pb.Consent)

    def ListConsents(
        self, request: pb.ListConsentsRequest, context: object
    ) -> pb.ListConsentsResponse:
        caller, db = self.asked(context)
        person = actions.person_of(db, caller, request.person)
        page = store.page(db, person.name, request)
        return pb.ListConsentsResponse(
            consents=[to_proto(each, pb.Consent) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateConsent(self, request: pb.CreateConsentRequest, context: object) -> pb.Consent:
        caller, db = self.asked(context)
        values = from_proto(request.consent, Consent)
        made = actions.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.Consent)

    def SummarizeConsents(
        self, request: pb.SummarizeConsentsRequest, context: object
    ) -> pb.SummarizeConsentsResponse:
        caller, db = self.asked(context)
        found = actions.summary(db, caller, request.person)
        return pb.SummarizeConsentsResponse(
            standings=[to_proto(each, pb.ConsentStanding) for each in found]
        )

    def CheckConsents(
        self, request: pb.CheckConsentsRequest, context: object
    ) -> pb.CheckConsentsResponse:
        caller, db = self.asked(context)
        short = _CHANNELS.get(request.channel)
        channel = ConsentChannel(short) if short else None
        found = actions.check(db, caller, request.names, request.purpose, channel)
        return pb.CheckConsentsResponse(results=[_checked(*each) for each in found])

    def ExportConsents(
        self, request: pb.ExportConsentsRequest, context: object
    ) -> Iterator[httpbody_pb2.HttpBody]:
        caller, db = self.asked(context)
        file_format = request.format or "html"
        found = actions.proof(db, caller, request.person, file_format)
        yield from as_file(found, papers.CONTENT_TYPES[file_format], f"consents.{file_format}")

    def GetConsentPurpose(
        self, request: pb.GetConsentPurposeRequest, context: object
    ) -> pb.ConsentPurpose:
        _, db = self.asked(context)
        return to_proto(purposes.get(db, request.name), pb.ConsentPurpose)

    def ListConsentPurposes(
        self, request: pb.ListConsentPurposesRequest, context: object
    ) -> pb.ListConsentPurposesResponse:
        _, db = self.asked(context)
        page = purposes.page(db, request)
        return pb.ListConsentPurposesResponse(
            consent_purposes=[to_proto(each, pb.ConsentPurpose) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateConsentPurpose(
        self, request: pb.CreateConsentPurposeRequest, context: object
    ) -> pb.ConsentPurpose:
        caller, db = self.asked(context)
        values = from_proto(request.consent_purpose, ConsentPurpose)
        made = CONSENT_PURPOSES.create(db, caller, values, request_id(request.request_id))
        return to_proto(made, pb.ConsentPurpose)

    def UpdateConsentPurpose(
        self, request: pb.UpdateConsentPurposeRequest, context: object
    ) -> pb.ConsentPurpose:
        caller, db = self.asked(context)
        sent = request.consent_purpose
        values = from_proto(sent, ConsentPurpose, request.update_mask.paths)
        saved = CONSENT_PURPOSES.update(db, caller, sent.name, sent.etag, values)
        return to_proto(saved, pb.ConsentPurpose)


def _checked(name: str, found: ConsentStanding | None) -> pb.ConsentCheck:
    if found is None:
        return pb.ConsentCheck(name=name, reason=standing.PERSON_UNKNOWN)
    reason = standing.REASONS.get(found.state, "")
    return pb.ConsentCheck(name=name, allowed=not reason, reason=reason, consent=found.consent)
