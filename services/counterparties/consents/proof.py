"""What proves the consents of a person: the ledger with its texts, as JSON or on paper (pure)."""

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.counterparties import papers
from services.counterparties.consents.consent import Consent, ConsentEvidence
from services.counterparties.consents.purpose import ConsentPurpose
from services.counterparties.consents.standing import ConsentStanding
from services.counterparties.consents.wording import words
from services.counterparties.papers import Paper, Table, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    person: str
    display_name: str
    made: datetime
    language: str
    time_zone: str
    entries: Sequence[Consent]
    standings: Sequence[ConsentStanding]
    purposes: Mapping[str, ConsentPurpose]


def pieces(proof: Proof, file_format: str) -> Iterator[bytes]:
    return _json(proof) if file_format == "json" else papers.html(_paper(proof))


def _json(proof: Proof) -> Iterator[bytes]:
    whole = {
        "person": proof.person,
        "display_name": proof.display_name,
        "made": proof.made,
        "standings": [dataclasses.asdict(each) for each in proof.standings],
        "entries": [dataclasses.asdict(each) for each in proof.entries],
        "purposes": [dataclasses.asdict(each) for each in proof.purposes.values()],
    }
    yield json.dumps(whole, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _paper(proof: Proof) -> Paper:
    said = words(proof.language)
    return Paper(
        title=said["title"],
        language=proof.language,
        lead=(
            f"{said['person']}: {proof.display_name} ({proof.person})",
            f"{said['made']}: {moment(proof.made, proof.time_zone)}",
        ),
        tables=(_now(proof, said), _ledger(proof, said), _texts(proof, said)),
    )


def _titled(proof: Proof, purpose: str) -> str:
    found = proof.purposes.get(purpose)
    return found.display_name if found else purpose


def _now(proof: Proof, said: Mapping[str, str]) -> Table:
    return Table(
        title=said["now"],
        columns=[said[key] for key in ("purpose", "channel", "state", "said", "until")],
        rows=[
            (
                _titled(proof, each.purpose),
                said[each.channel] if each.channel else "",
                said[each.state],
                moment(each.said_time, proof.time_zone),
                moment(each.expire_time, proof.time_zone),
            )
            for each in proof.standings
        ],
        empty=said["empty"],
    )


def _ledger(proof: Proof, said: Mapping[str, str]) -> Table:
    keys = ("said", "purpose", "channel", "status", "basis", "method", "text", "evidence", "noted")
    return Table(
        title=said["ledger"],
        columns=[said[key] for key in keys],
        rows=[
            (
                moment(each.said_time, proof.time_zone),
                _titled(proof, each.purpose),
                ", ".join(said[channel] for channel in each.channels),
                said[each.status],
                said[each.legal_basis],
                said[each.method],
                f"{each.text_version}\n{each.text_hash}" if each.text_hash else "",
                "\n".join(_evidence(each.evidence, said)),
                f"{each.actor_display_name} ({each.source})\n"
                f"{moment(each.create_time, proof.time_zone)}",
            )
            for each in proof.entries
        ],
        empty=said["empty"],
    )


def _evidence(evidence: ConsentEvidence | None, said: Mapping[str, str]) -> Iterator[str]:
    for key, value in dataclasses.asdict(evidence).items() if evidence else ():
        if value:
            yield f"{said[key]}: {value}"


def _texts(proof: Proof, said: Mapping[str, str]) -> Table:
    """Those that somebody agreed to."""
    shown = {(each.purpose, each.text_version) for each in proof.entries}
    return Table(
        title=said["texts"],
        columns=[said[key] for key in ("purpose", "version", "since", "text")],
        rows=[
            (
                purpose.display_name,
                f"{text.number}\nSHA-256 {text.hash}",
                moment(text.create_time, proof.time_zone),
                text.text,
            )
            for purpose in proof.purposes.values()
            for text in purpose.texts
            if (purpose.name, text.number) in shown
        ],
        empty=said["empty"],
    )
