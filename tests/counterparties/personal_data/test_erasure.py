"""A person is forgotten everywhere, and nobody else is touched."""

from typing import Any

from crm.counterparties.v1 import (
    assessments_pb2,
    assessments_pb2_grpc,
    attachments_pb2,
    attachments_pb2_grpc,
    consents_pb2,
    consents_pb2_grpc,
    contacts_pb2,
    merges_pb2,
    merges_pb2_grpc,
    notes_pb2,
    relations_pb2,
    relations_pb2_grpc,
)
from crm.counterparties.v1 import counterparties_pb2 as client_pb
from crm.counterparties.v1 import personal_data_pb2 as pb
from services.counterparties.consents import store as consents
from services.counterparties.consents.purpose import Kind, built_in_name
from services.counterparties.registry import store as registry
from services.counterparties.registry.account import ProviderId
from services.identity import store as identity_store
from services.identity.saved_view import SavedView
from services.kit import files
from tests.counterparties.imports.files import a_csv, now, staged
from tests.counterparties.office import Office, refused
from tests.counterparties.personal_data.registry import Register
from tests.counterparties.test_drafts import save
from tests.counterparties.test_jobs import bulk

FAMILY, GIVEN, MIDDLE = "Задунайский", "Вениамин", "Аристархович"
PHONE, EMAIL = "+79161234567", "zadunay@example.ru"
WORDS = ("Задунайск", GIVEN, MIDDLE, "9161234567", "zadunay", "4510123456", "Малая Ямская 77")
Kept = dict[tuple[str, str, str], bytes]
# The file of the import goes with his row; the bytes of attachments are looked through by name.
WORK = frozenset(
    {"leases", "jobs", "inbox", "seen", "attachment_room", "personalDataParts"}
    | {"files.files", "files.chunks"}
)
ADDRESS = "г. Кострома, ул. Малая Ямская 77"


def individual(office: Office, **more: Any) -> client_pb.Counterparty:
    names = {"family_name": FAMILY, "given_name": GIVEN, "middle_name": MIDDLE}
    values: dict[str, Any] = {
        "kind": "KIND_INDIVIDUAL",
        "person_name": names,
        "phones": [{"number": PHONE}],
        "emails": [{"address": EMAIL}],
        **more,
    }
    return office.create(office.admin, f"{FAMILY} {GIVEN} {MIDDLE}", **values)


def note(office: Office, client: str, text: str) -> notes_pb2.Note:
    request = notes_pb2.CreateNoteRequest(note=notes_pb2.Note(counterparty=client, text=text))
    return office.notes(office.admin).CreateNote(request)


def contact(office: Office, client: str, **values: Any) -> contacts_pb2.Contact:
    person = contacts_pb2.Contact(counterparty=client, **values)
    return office.contacts(office.admin).CreateContact(
        contacts_pb2.CreateContactRequest(contact=person)
    )


def belongings(office: Office, person: str, other: str) -> None:
    """One of each kind of children."""
    note(office, person, f"Звонить {FAMILY}у после шести, {PHONE}")
    gone = note(office, person, "Стёртая заметка о Вениамине")
    office.notes(office.admin).DeleteNote(notes_pb2.DeleteNoteRequest(name=gone.name))
    purpose = built_in_name(office.tenant, Kind.PROCESSING)
    consent = consents_pb2.Consent(
        person=person,
        purpose=purpose,
        status=consents_pb2.Consent.STATUS_GIVEN,
        method=consents_pb2.Consent.METHOD_FORM,
        evidence={"note": f"форма заполнена {EMAIL}"},  # type: ignore[arg-type]
    )
    office.door.stub(consents_pb2_grpc.ConsentServiceStub, office.admin).CreateConsent(
        consents_pb2.CreateConsentRequest(consent=consent)
    )
    attach(office, person)
    assess(office, person, f"{FAMILY} доволен")
    relate(office, person, other, f"Директор — {FAMILY}")


def attach(office: Office, person: str) -> None:
    upload = attachments_pb2.CreateAttachmentRequest(
        parent=person, file_name=f"паспорт {FAMILY}.txt", chunk=f"{FAMILY} {PHONE}".encode()
    )
    office.door.stub(attachments_pb2_grpc.AttachmentServiceStub, office.admin).CreateAttachment(
        iter([upload, attachments_pb2.CreateAttachmentRequest()])
    )


def assess(office: Office, client: str, comment: str) -> None:
    stub = office.door.stub(assessments_pb2_grpc.AssessmentServiceStub, office.admin)
    assessment = assessments_pb2.Assessment(
        counterparty=client, aspect="ASPECT_OFFER_REACTION", score=5, comment=comment
    )
    stub.CreateAssessment(assessments_pb2.CreateAssessmentRequest(assessment=assessment))


def relate(office: Office, source: str, target: str, text: str) -> None:
    stub = office.door.stub(relations_pb2_grpc.RelationServiceStub, office.admin)
    kind = stub.CreateRelationKind(
        relations_pb2.CreateRelationKindRequest(
            relation_kind=relations_pb2.RelationKind(
                title="знает", reverse_title="знаком", between="BETWEEN_PARTIES"
            )
        )
    )
    relation = relations_pb2.Relation(source=source, target=target, kind=kind.name, note=text)
    stub.CreateRelation(relations_pb2.CreateRelationRequest(relation=relation))


def merged(office: Office, survivor: str, other: str, *, undone: bool) -> None:
    stub = office.door.stub(merges_pb2_grpc.MergeServiceStub, office.admin)
    made = stub.MergeCounterparties(
        merges_pb2.MergeCounterpartiesRequest(
            survivor=survivor, merged=[other], confirm_persons=True
        )
    )
    if undone:
        stub.UndoMerge(merges_pb2.UndoMergeRequest(name=made.name))


def mentions(office: Office, register: Register, other: client_pb.Counterparty) -> None:
    """What speaks of him where nobody would look."""
    note(office, other.name, f"Просил {FAMILY} {GIVEN}, тел. 8 (916) 123-45-67, {EMAIL.upper()}")
    save(office, office.admin, display_name=FAMILY, content={"phone": PHONE})
    view = SavedView(
        name=identity_store.SAVED_VIEWS.new_name(),
        resource="counterparties",
        display_name=f"Дела {FAMILY}",
        query="query=%D0%97%D0%B0%D0%B4%D1%83%D0%BD%D0%B0%D0%B9%D1%81%D0%BA%D0%B8%D0%B9&state=A",
        owner=office.admin.user,
    )
    identity_store.SAVED_VIEWS.insert(register.db_of("identity"), view)
    found: Any = [{"value": "ООО", "data": {"management": {"name": f"{FAMILY} {GIVEN}"}}}]
    registry.keep(office.db, ProviderId.OFFLINE, ["7707083893"], found)


def imported(office: Office) -> str:
    """A file of three people, one of whom is he; two become clients."""
    content = a_csv(
        ["ФИО", "Телефон", "E-mail"],
        ["Лисицына Анна Павловна", "+79210000001", "lis@example.ru"],
        [f"{FAMILY} {GIVEN} {MIDDLE}", PHONE, EMAIL],
        ["Сомов Игорь Ильич", "+79210000002", "som@example.ru"],
        encoding="cp1251",
    )
    return staged(office, office.admin, content, kind="KIND_INDIVIDUAL").name


def require_untouched(before: Kept, after: Kept, his: tuple[str, ...]) -> None:
    """Byte for byte, but what was his, and what the work itself writes."""
    for key, raw in before.items():
        if key[1] not in WORK and not any(w.encode() in raw for w in (*WORDS, FAMILY, *his)):
            assert after.get(key) == raw, key


def test_nothing_of_a_person_is_left_and_all_else_is_as_it_was(
    office: Office, register: Register
) -> None:
    other = office.create(office.admin, "ООО «Соседи»", phones=[{"number": "+79993332211"}])
    file = imported(office)
    main = individual(
        office,
        passport={"number": "4510123456"},
        addresses=[{"text": ADDRESS, "kind": "KIND_ACTUAL"}],
        marketing_consent="CONSENT_GRANTED",
        comment=f"{FAMILY} перезванивает сам",
    )
    belongings(office, main.name, other.name)
    again = individual(office)
    namesake = office.create(office.admin, "Иванова Мария", kind="KIND_INDIVIDUAL")
    merged(office, main.name, again.name, undone=False)
    merged(office, main.name, namesake.name, undone=True)
    lost = contact(office, other.name, display_name=f"{FAMILY} В.", phones=[{"number": PHONE}])
    office.contacts(office.admin).DeleteContact(contacts_pb2.DeleteContactRequest(name=lost.name))
    bulk(office, office.admin, names=[main.name, other.name], territory="Север")
    mentions(office, register, other)
    access = register.demand(main.name, "ACCESS", note=f"письмо от {FAMILY}")
    assert register.run(access.name).state == pb.PersonalDataRequest.STATE_DONE
    before = register.everything()
    assert len(register.places_with(*WORDS)) > 30

    done = register.erased(main.name)

    assert done.state == pb.PersonalDataRequest.STATE_DONE
    assert register.places_with(*WORDS) == []
    his = (main.name, again.name, lost.name, access.name)
    require_untouched(before, register.everything(), his)
    assert now(office, office.admin, file).counts.read == 3, "what became of the rows stays"
    cells = [row["cells"] for row in office.db.bound("import_rows").find({})]
    assert sorted(len(each) for each in cells) == [0, 3, 3]
    assert {place.place for report in done.reports for place in report.places} >= {
        *("counterparties", "contacts", "notes", "attachments", "relations", "assessments"),
        *("changes", "merges", "import_rows", "counterpartyDrafts", "registryAnswers"),
        *("savedViews", "job_rows", "consents"),
    }


def test_the_trail_keeps_that_something_changed_and_consents_that_they_were(
    office: Office, register: Register
) -> None:
    main = individual(office, marketing_consent="CONSENT_REFUSED")
    register.erased(main.name)
    rows = [row for row in office.changes() if row["subject"] == main.name]
    assert [row["type"] for row in rows] == ["counterparty_created", "person_erased"]
    assert rows[0]["data"] == b""
    kept = consents.of(office.db, main.name)
    assert [(each.status, each.evidence) for each in kept] == [("REFUSED", None)]
    with refused() as refusal:
        office.counterparties(office.admin).GetCounterparty(
            client_pb.GetCounterpartyRequest(name=main.name)
        )
    assert refusal.code == "NOT_FOUND"


def test_what_others_have_as_well_is_theirs(office: Office, register: Register) -> None:
    """A switchboard's number, a family name: neither goes from those who share it."""
    firm = office.create(office.admin, "ООО «Завод»", phones=[{"number": PHONE}])
    wife = office.create(
        office.admin,
        "Задунайская Ольга Петровна",
        kind="KIND_INDIVIDUAL",
        comment="Задунайская Ольга, жена",
    )
    main = contact(
        office,
        firm.name,
        display_name=f"{FAMILY} {GIVEN}",
        person_name={"family_name": FAMILY, "given_name": GIVEN},
        phones=[{"number": PHONE}],
    )
    text = note(office, firm.name, f"{FAMILY} {GIVEN} велел звонить на {PHONE}")
    before = office.db.bound("counterparties").find({}, sort=[("_id", 1)])
    register.erased(main.name)
    assert office.db.bound("counterparties").find({}, sort=[("_id", 1)]) == before
    assert {each["_id"] for each in before} == {firm.name, wife.name}
    left = office.db.bound("notes").find_one({"_id": text.name})
    assert left is not None
    assert left["text"] == f"[удалено] велел звонить на {PHONE}"
    assert left["version"] == 2, "who still has the old one open cannot save it"


def test_one_must_look_first_and_type_the_name(office: Office, register: Register) -> None:
    main = individual(office)
    demand = register.demand(main.name, "ERASURE")
    with refused() as refusal:
        register.run(demand.name, demand.person_display_name)
    assert refusal.reason == "PERSONAL_DATA_PREVIEW_FIRST"
    before = register.everything()
    looked = register.preview(demand.name)
    assert looked.state == pb.PersonalDataRequest.STATE_READY
    found = {(r.service, p.place): p.found for r in looked.reports for p in r.places}
    assert found["counterparties", "counterparties"] == 1
    assert all(p.deleted + p.cleaned == 0 for r in looked.reports for p in r.places)
    kept = {key: raw for key, raw in before.items() if key[1] == "counterparties"}
    assert kept.items() <= register.everything().items(), "a look changes nothing"
    with refused() as refusal:
        register.run(demand.name, "Кто-то другой")
    assert refusal.reason == "PERSONAL_DATA_NOT_CONFIRMED"
    assert register.run(demand.name, main.display_name.lower()).state == (
        pb.PersonalDataRequest.STATE_DONE
    )


def test_a_file_goes_with_its_row_and_those_of_others_stay(
    office: Office, register: Register
) -> None:
    name = imported(office)
    main = individual(office)
    stored = office.db.bound("imports").find_one({"_id": name})
    assert stored is not None
    assert files.read(office.db, stored["file"]).length > 0
    register.erased(main.name)
    assert (
        office.db.client[office.db.database]["files.files"].count_documents(
            {"metadata.tenant": office.tenant}
        )
        == 0
    )
    after = now(office, office.admin, name)
    assert (after.counts.read, after.counts.waiting) == (3, 2)


def test_the_act_says_what_was_destroyed_and_names_nobody(
    office: Office, register: Register
) -> None:
    main = individual(office)
    done = register.erased(main.name)

    def act() -> str:
        request = pb.PrintPersonalDataActRequest(name=done.name)
        pieces = register.stub().PrintPersonalDataAct(request)
        return b"".join(piece.data for piece in pieces).decode()

    text = act()
    assert main.name in text
    assert "counterparties" in text
    assert FAMILY not in text
    assert done.executor_display_name in text
    assert "Повторная проверка после уничтожения ничего не нашла" in text
    again = {"reports.$[ours].places.0.found": 4}
    stored = office.db.client[office.db.database]["personalDataRequests"]
    ours = [{"ours.service": "counterparties"}]
    stored.update_one({"_id": done.name}, {"$inc": again}, array_filters=ours)
    text = act()
    assert "ничего не нашла" not in text
    assert "сведения появились снова: 4" in text


def test_a_title_in_place_of_a_name_takes_no_word_from_others(
    office: Office, register: Register
) -> None:
    firm = office.create(office.admin, "ООО «Титул»")
    main = contact(office, firm.name, display_name="Главный бухгалтер", phones=[{"number": PHONE}])
    text = note(office, firm.name, f"Главный бухгалтер ждёт акт, {PHONE}")
    register.erased(main.name)
    left = office.db.bound("notes").find_one({"_id": text.name})
    assert left is not None
    assert left["text"] == "Главный бухгалтер ждёт акт, [удалено]"


def test_who_has_turned_up_since_the_look_is_looked_at_first(
    office: Office, register: Register
) -> None:
    firm = office.create(office.admin, "ООО «Новое»")
    main = individual(office)
    demand = register.demand(main.name, "ERASURE")
    register.preview(demand.name)
    again = contact(
        office,
        firm.name,
        display_name=f"{FAMILY} {GIVEN} {MIDDLE}",
        person_name={"family_name": FAMILY, "given_name": GIVEN, "middle_name": MIDDLE},
        phones=[{"number": PHONE}],
    )
    with refused() as refusal:
        register.run(demand.name, main.display_name)
    assert refusal.reason == "PERSONAL_DATA_PREVIEW_FIRST"
    looked = register.preview(demand.name)
    assert [(each.name, each.certain) for each in looked.related] == [(again.name, True)]
    assert register.run(demand.name, main.display_name).state == pb.PersonalDataRequest.STATE_DONE
    assert register.places_with(*WORDS) == []


def test_a_record_chosen_by_mistake_is_taken_back(office: Office, register: Register) -> None:
    main = individual(office)
    wife = office.create(
        office.admin, "Ольга", kind="KIND_INDIVIDUAL", phones=[{"number": PHONE}], comment="жена"
    )
    demand = register.demand(main.name, "ERASURE")
    looked = register.preview(demand.name, wife.name, wife.name)
    assert list(looked.same_persons) == [wife.name]
    assert [(each.name, each.certain) for each in looked.related] == [(wife.name, False)]
    looked = register.preview(demand.name)
    assert list(looked.same_persons) == []
    assert [(each.name, each.certain) for each in looked.related] == [(wife.name, False)]
    register.run(demand.name, main.display_name)
    kept = office.counterparties(office.admin).GetCounterparty(
        client_pb.GetCounterpartyRequest(name=wife.name)
    )
    assert (kept.comment, kept.phones[0].number) == ("жена", PHONE)
