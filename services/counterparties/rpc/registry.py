"""RegistryService over gRPC."""

import time
from dataclasses import asdict

from google.protobuf.timestamp_pb2 import Timestamp

from crm.counterparties.v1 import counterparties_pb2
from crm.counterparties.v1 import registry_pb2 as pb
from crm.counterparties.v1 import registry_pb2_grpc as pb_grpc
from services.counterparties.registry import (
    account,
    checking,
    dadata,
    party,
    refreshing,
    setting_up,
    store,
)
from services.counterparties.registry.account import RegistrySettings
from services.counterparties.registry.desk import Desk
from services.counterparties.registry.party import Option
from services.counterparties.registry.provider import REFUSALS
from services.counterparties.rpc.counterparties import changed
from services.kit import clock
from services.kit.errors import InvalidArgument
from services.kit.mapping import from_proto, to_proto
from services.kit.mongo import Db
from services.kit.rpc import Servicer
from services.kit.service import Runtime

# The vendor's own, found at any provider that knows companies at all.
TEST_INN = "7721581040"
MOST_SUGGESTED = 10


class TextUnclear(InvalidArgument):
    reason = "REGISTRY_TEXT"


class RegistryServicer(Servicer, pb_grpc.RegistryServiceServicer):
    def __init__(self, runtime: Runtime) -> None:
        super().__init__(runtime)
        # A wrong address is told at the start, not to the first who asks.
        dadata.base_url(runtime.settings)
        self._desk = Desk(runtime.settings)

    def LookUpParty(
        self, request: pb.LookUpPartyRequest, context: object
    ) -> pb.LookUpPartyResponse:
        _, db = self.asked(context)
        reading, asked = checking.look_up(db, self._desk, request.inn, request.kpp, request.ogrn)
        ask_time = Timestamp()
        ask_time.FromDatetime(asked)
        return pb.LookUpPartyResponse(
            found=reading.found,
            choices=reading.choices,
            form=pb.Party(**asdict(reading.form)) if reading.form else None,
            warnings=reading.warnings,
            must_confirm=reading.must_confirm,
            options=[_option(each) for each in reading.options],
            ask_time=ask_time,
        )

    def SuggestParties(
        self, request: pb.SuggestPartiesRequest, context: object
    ) -> pb.SuggestPartiesResponse:
        _, db = self.asked(context)
        text = request.text.strip()
        if not 3 <= len(text) <= 300:
            raise TextUnclear("3 to 300 characters", field="text")
        found = party.options(self._desk.suggest(db, text))[:MOST_SUGGESTED]
        return pb.SuggestPartiesResponse(parties=[_option(each) for each in found])

    def CheckParty(self, request: pb.CheckPartyRequest, context: object) -> pb.CheckPartyResponse:
        _, db = self.asked(context)
        found = checking.check(db, self._desk, request.inn, request.kpp)
        return to_proto(found, pb.CheckPartyResponse)

    def RefreshRegistry(
        self, request: pb.RefreshRegistryRequest, context: object
    ) -> counterparties_pb2.Counterparty:
        caller, db = self.asked(context)
        return changed(caller, refreshing.refresh(db, caller, self._desk, request.name))

    def GetRegistrySettings(
        self, request: pb.GetRegistrySettingsRequest, context: object
    ) -> pb.RegistrySettings:
        _, db = self.asked(context)
        return self._shown(db, store.settings(db))

    def UpdateRegistrySettings(
        self, request: pb.UpdateRegistrySettingsRequest, context: object
    ) -> pb.RegistrySettings:
        caller, db = self.asked(context)
        sent = request.settings
        values = from_proto(sent, RegistrySettings, request.update_mask.paths)
        return self._shown(db, setting_up.update(db, caller, sent.etag, values))

    def SetRegistryKey(
        self, request: pb.SetRegistryKeyRequest, context: object
    ) -> pb.RegistrySettings:
        caller, db = self.asked(context)
        sealed = self._desk.sealed(db, request.api_key.strip())
        return self._shown(db, setting_up.set_key(db, caller, sealed))

    def TestRegistry(
        self, request: pb.TestRegistryRequest, context: object
    ) -> pb.TestRegistryResponse:
        _, db = self.asked(context)
        began, reason = time.monotonic(), ""
        try:
            self._desk.test(db, TEST_INN)
        except REFUSALS as refusal:
            reason = refusal.reason
        milliseconds = round((time.monotonic() - began) * 1000)
        return pb.TestRegistryResponse(good=not reason, reason=reason, milliseconds=milliseconds)

    def _shown(self, db: Db, chosen: RegistrySettings) -> pb.RegistrySettings:
        """With all that is known of how it goes; never with the key."""
        now = clock.now()
        standing, counts = store.standing(db), store.counts(db, now)
        state = account.state(chosen, standing, now, ready=self._desk.ready(chosen))
        message = to_proto(standing, pb.RegistrySettings)
        message.MergeFrom(to_proto(chosen, pb.RegistrySettings))
        message.key_present = bool(chosen.sealed_key)
        message.MergeFrom(pb.RegistrySettings(state=f"STATE_{state.value}"))  # pyright: ignore[reportArgumentType]
        message.requests_today = counts.requests
        message.kept_answers_today = counts.kept_answers
        message.errors_today = counts.errors
        message.offline_available = self._desk.offline_available
        return message


def _option(option: Option) -> pb.PartyOption:
    return pb.PartyOption(**asdict(option))
