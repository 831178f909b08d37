"""AccountingService over gRPC."""

import time

from crm.deals.v1 import accounting_pb2 as pb
from crm.deals.v1 import accounting_pb2_grpc as pb_grpc
from services.deals.accounting import address, exchanging, setting_up, settings, store
from services.deals.accounting.desk import Desk
from services.deals.accounting.link import AccountingLink, State
from services.deals.accounting.port import REFUSALS, Off, Organization, RecordRefused
from services.deals.accounting.settings import AccountingSettings
from services.kit import wire
from services.kit.mapping import from_proto, to_proto
from services.kit.mongo import Db
from services.kit.rpc import Servicer
from services.kit.service import Runtime

_STATES = wire.enum_names(pb.AccountingLink.State.DESCRIPTOR)


class AccountingServicer(Servicer, pb_grpc.AccountingServiceServicer):
    def __init__(self, runtime: Runtime) -> None:
        super().__init__(runtime)
        # Wrong networks are told at the start, not to the first who asks.
        address.networks(runtime.settings)
        self._desk = Desk(runtime.settings)

    def GetAccountingSettings(
        self, request: pb.GetAccountingSettingsRequest, context: object
    ) -> pb.AccountingSettings:
        _, db = self.asked(context)
        return _shown(db, store.settings(db))

    def UpdateAccountingSettings(
        self, request: pb.UpdateAccountingSettingsRequest, context: object
    ) -> pb.AccountingSettings:
        caller, db = self.asked(context)
        sent = request.settings
        values = from_proto(sent, AccountingSettings, request.update_mask.paths)
        return _shown(db, setting_up.update(db, caller, sent.etag, values))

    def SetAccountingPassword(
        self, request: pb.SetAccountingPasswordRequest, context: object
    ) -> pb.AccountingSettings:
        caller, db = self.asked(context)
        sealed = self._desk.sealed(db, request.password)
        return _shown(db, setting_up.set_password(db, caller, sealed))

    def TestAccounting(
        self, request: pb.TestAccountingRequest, context: object
    ) -> pb.TestAccountingResponse:
        _, db = self.asked(context)
        began, reason = time.monotonic(), ""
        found: list[Organization] = []
        try:
            found = self._desk.test(db)
        except (*REFUSALS, RecordRefused) as refusal:
            reason = refusal.reason
        return pb.TestAccountingResponse(
            good=not reason,
            reason=reason,
            milliseconds=round((time.monotonic() - began) * 1000),
            organizations=[
                pb.AccountingOrganizationOption(
                    ref_key=each.ref_key,
                    display_name=each.display_name,
                    inn=each.inn,
                    kpp=each.kpp,
                )
                for each in found
            ],
        )

    def RunAccounting(
        self, request: pb.RunAccountingRequest, context: object
    ) -> pb.AccountingSettings:
        caller, db = self.asked(context)
        chosen = store.settings(db)
        if not chosen.enabled:
            raise Off("The exchange with accounting is switched off")
        exchanging.start(db, caller, now=True)
        return _shown(db, chosen)

    def ListAccountingLinks(
        self, request: pb.ListAccountingLinksRequest, context: object
    ) -> pb.ListAccountingLinksResponse:
        _, db = self.asked(context)
        page = store.page(db, [_STATES[each] for each in request.state], request)
        return pb.ListAccountingLinksResponse(
            accounting_links=map(_link, page.items), next_page_token=page.next_page_token
        )

    def RetryAccountingLink(
        self, request: pb.RetryAccountingLinkRequest, context: object
    ) -> pb.AccountingLink:
        caller, db = self.asked(context)
        return _link(setting_up.retry(db, caller, request.name, request.etag))

    def DismissAccountingLink(
        self, request: pb.DismissAccountingLinkRequest, context: object
    ) -> pb.AccountingLink:
        caller, db = self.asked(context)
        return _link(setting_up.dismiss(db, caller, request.name, request.etag))


def _shown(db: Db, chosen: AccountingSettings) -> pb.AccountingSettings:
    """With all that is known of how it goes; never with the password."""
    standing = store.standing(db)
    message = to_proto(standing, pb.AccountingSettings)
    message.MergeFrom(to_proto(chosen, pb.AccountingSettings))
    message.password_present = bool(chosen.sealed_password)
    state = settings.state(chosen, standing)
    message.MergeFrom(pb.AccountingSettings(state=f"STATE_{state.value}"))  # pyright: ignore[reportArgumentType]
    message.waiting = store.count(db, State.WAITING)
    message.conflicts = store.count(db, State.CONFLICT)
    return message


def _link(link: AccountingLink) -> pb.AccountingLink:
    return to_proto(link, pb.AccountingLink)
