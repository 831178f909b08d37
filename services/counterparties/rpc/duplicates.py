"""DuplicateService over gRPC."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crm.counterparties.v1 import contacts_pb2, counterparties_pb2
from crm.counterparties.v1 import duplicates_pb2 as pb
from crm.counterparties.v1 import duplicates_pb2_grpc as pb_grpc
from crm.job.v1 import jobs_pb2
from services.counterparties import phones, requisites
from services.counterparties.duplicates import deciding, finding, scanning, store
from services.counterparties.duplicates.likeness import Profile, Reason, profile
from services.counterparties.duplicates.pair import DuplicatePair, PairState
from services.counterparties.rpc.counterparties import shown
from services.kit import wire
from services.kit.caller import Caller
from services.kit.mapping import to_proto
from services.kit.mongo import Db
from services.kit.paging import Page
from services.kit.rpc import Servicer, request_id

_STATES = wire.enum_names(pb.DuplicatePair.State.DESCRIPTOR)
_KINDS = wire.enum_names(counterparties_pb2.Counterparty.Kind.DESCRIPTOR)
# How often a list asks on when all it found was gone or hidden meanwhile.
_TRIES = 5


class DuplicateServicer(Servicer, pb_grpc.DuplicateServiceServicer):
    def FindDuplicates(
        self, request: pb.FindDuplicatesRequest, context: object
    ) -> pb.FindDuplicatesResponse:
        caller, db = self.asked(context)
        found = finding.find(db, caller, _draft(request))
        return pb.FindDuplicatesResponse(candidates=[_candidate(caller, each) for each in found])

    def GetDuplicatePair(
        self, request: pb.GetDuplicatePairRequest, context: object
    ) -> pb.DuplicatePair:
        caller, db = self.asked(context)
        return _pair(caller, *deciding.seen_pair(db, caller, request.name))

    def ListDuplicatePairs(
        self, request: pb.ListDuplicatePairsRequest, context: object
    ) -> pb.ListDuplicatePairsResponse:
        caller, db = self.asked(context)
        answer, asked = pb.ListDuplicatePairsResponse(), pb.ListDuplicatePairsRequest()
        asked.CopyFrom(request)
        for _ in range(_TRIES):
            page = store.PAIRS.page(db, _where(request, caller), asked, store.BEST_FIRST)
            answer.duplicate_pairs.extend(_seen(db, caller, page))
            answer.next_page_token = asked.page_token = page.next_page_token
            if answer.duplicate_pairs or not page.next_page_token:
                break
        return answer

    def CountDuplicatePairs(
        self, request: pb.CountDuplicatePairsRequest, context: object
    ) -> pb.CountDuplicatePairsResponse:
        caller, db = self.asked(context)
        found = store.count_pairs(db, _where(request.filter, caller))
        return pb.CountDuplicatePairsResponse(count=min(found, store.CAP), capped=found > store.CAP)

    def DismissDuplicatePair(
        self, request: pb.DismissDuplicatePairRequest, context: object
    ) -> pb.DuplicatePair:
        caller, db = self.asked(context)
        deciding.dismiss(db, caller, request.name, request.etag)
        return _pair(caller, *deciding.seen_pair(db, caller, request.name))

    def ReopenDuplicatePair(
        self, request: pb.ReopenDuplicatePairRequest, context: object
    ) -> pb.DuplicatePair:
        caller, db = self.asked(context)
        deciding.reopen(db, caller, request.name, request.etag)
        return _pair(caller, *deciding.seen_pair(db, caller, request.name))

    def ScanDuplicates(self, request: pb.ScanDuplicatesRequest, context: object) -> jobs_pb2.Job:
        caller, db = self.asked(context)
        job = scanning.start(db, caller, request_id(request.request_id))
        return to_proto(job, jobs_pb2.Job)


def _where(request: pb.ListDuplicatePairsRequest, caller: Caller) -> dict[str, Any]:
    state = PairState(_STATES.get(request.state) or PairState.OPEN)
    return store.queue(caller.keys(deciding.READ), state, request.min_score, request.counterparty)


def _seen(db: Db, caller: Caller, page: Page[DuplicatePair]) -> list[pb.DuplicatePair]:
    names = {name for pair in page.items for name in (pair.first, pair.second)}
    clients = store.shown_by_names(db, names)
    return [
        _pair(caller, pair, clients)
        for pair in page.items
        if deciding.are_seen(caller, pair, clients)
    ]


def _pair(
    caller: Caller, pair: DuplicatePair, clients: Mapping[str, Mapping[str, Any]]
) -> pb.DuplicatePair:
    first, second = clients[pair.first], clients[pair.second]
    # A reason tells of both, so what is hidden of either is not told.
    reasons = finding.readable(caller, first["market_state"], pair.reasons)
    reasons = finding.readable(caller, second["market_state"], reasons)
    message = to_proto(replace(pair, reasons=reasons), pb.DuplicatePair)
    message.first_counterparty.CopyFrom(shown(caller, first))
    message.second_counterparty.CopyFrom(shown(caller, second))
    return message


def _candidate(caller: Caller, found: finding.Candidate) -> pb.DuplicateCandidate:
    message = pb.DuplicateCandidate(
        hidden=found.document is None,
        score=found.score,
        reasons=[_reason(reason) for reason in found.reasons],
        strong=found.strong,
    )
    if found.document is not None:
        message.counterparty.CopyFrom(shown(caller, found.document))
    return message


def _reason(reason: Reason) -> pb.DuplicateReason:
    return to_proto(reason, pb.DuplicateReason)


def _draft(request: pb.FindDuplicatesRequest) -> Profile:
    """Of what is typed so far; half a number is none yet."""
    client = request.counterparty
    document = {
        "_id": client.name,
        "kind": _KINDS.get(client.kind, ""),
        "display_name": client.display_name or _in_one_line(client.person_name),
        "full_name": client.full_name,
        "inn": requisites.compact(client.inn),
        "kpp": requisites.compact(client.kpp).upper(),
        "ogrn": requisites.compact(client.ogrn),
        "birth_date": _day(client.birth_date),
        **_reach(client),
    }
    return profile(document, [_reach(contact) for contact in request.contacts])


def _reach(
    typed: counterparties_pb2.Counterparty | contacts_pb2.Contact,
) -> dict[str, list[dict[str, str]]]:
    numbers = [(phones.parse(each.number), each.extension) for each in typed.phones]
    return {
        "phones": [
            {"number": number.number, "extension": extension.strip() or number.extension}
            for number, extension in numbers
            if number
        ],
        "emails": [
            {"address": each.address.strip()} for each in typed.emails if "@" in each.address
        ],
    }


def _in_one_line(name: counterparties_pb2.PersonName) -> str:
    return " ".join(filter(None, (name.family_name, name.given_name, name.middle_name)))


def _day(day: Any) -> str:
    return f"{day.year:04}-{day.month:02}-{day.day:02}" if day.year else ""
