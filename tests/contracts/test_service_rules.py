"""What each service answers and follows, whoever wrote it."""

import dataclasses

import pytest

from crm.identity.v1 import events_pb2 as identity
from crm.privacy.v1 import events_pb2 as privacy
from services.kit import personal_data, service
from services.kit.events import handlers_of
from services.kit.service import Service

SERVICES = service.load("all")
each_service = pytest.mark.parametrize("declared", SERVICES, ids=[each.name for each in SERVICES])


def heard_by(declared: Service) -> set[object]:
    assert declared.events is not None
    return {handler.event for handler in handlers_of(declared.events)}


@each_service
def test_it_answers_who_asks_for_his_personal_data(declared: Service) -> None:
    assert declared.personal_data is not None, "who is asked and never answers holds up a demand"
    assert [job.kind for job in declared.jobs].count(personal_data.KIND) == 1
    assert {privacy.PersonalDataRequested, privacy.PersonalDataStepEnded} <= heard_by(declared)


@each_service
def test_its_records_follow_their_owners(declared: Service) -> None:
    stamps = {"owner", "owner_display_name", "org_path", "visible_to", "stamp_version"}
    owned = {
        each.id
        for each in declared.collections
        if stamps <= {field.name for field in dataclasses.fields(each.entity)}
    }
    assert {each.collection.id for each in declared.people} == owned
    assert {each.collection.id for each in declared.estates} == owned, "a leaver would keep them"
    if owned:
        heard = {identity.UserCreated, identity.UserUpdated, identity.UserOffboarded}
        assert heard <= heard_by(declared)


@each_service
def test_its_jobs_are_told_apart(declared: Service) -> None:
    kinds = [job.kind for job in declared.jobs]
    assert len(kinds) == len(set(kinds))
