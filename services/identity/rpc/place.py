"""Where a servicer works: its service's store, and the part of it that belongs to no tenant."""

from services.identity.store import INSTALLATION
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.service import Runtime


class Servicer:
    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.installation = runtime.db(INSTALLATION)

    def db(self, caller: Caller) -> Db:
        return self.installation.of(caller.tenant)
