"""The table of contents of the activities service."""

# Generated gRPC code carries no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from crm.activities.v1 import (
    calendars_pb2_grpc,
    campaigns_pb2_grpc,
    feeds_pb2_grpc,
    interactions_pb2_grpc,
    mass_pb2_grpc,
    notices_pb2_grpc,
    planner_pb2_grpc,
    plans_pb2_grpc,
    series_pb2_grpc,
    timeline_pb2_grpc,
    work_settings_pb2_grpc,
    works_pb2_grpc,
)
from services.activities import store
from services.activities.access import visible
from services.activities.calendars.store import CALENDARS
from services.activities.campaigns import running
from services.activities.campaigns import store as campaigns
from services.activities.campaigns.cancelling import CancelCampaignWorks
from services.activities.campaigns.estate import ESTATE as CAMPAIGNS
from services.activities.dictionaries import store as dictionaries
from services.activities.digest.sending import SendLetters
from services.activities.discipline import kept
from services.activities.events import ActivityEvents
from services.activities.feeds import keeping as feed_keeping
from services.activities.feeds import store as feeds
from services.activities.following import LINKED, STAMPED
from services.activities.handing_over.estates import ESTATES
from services.activities.interactions import following as of_interactions
from services.activities.interactions import store as interactions
from services.activities.interactions.access import visible as visible_interaction
from services.activities.mass import store as mass
from services.activities.mass.cancelling import CancelWorks
from services.activities.mass.job import CreateWorks
from services.activities.mass.postponing import PostponeWorks
from services.activities.mass.reassigning import ReassignWorks
from services.activities.personal_data import HOLDINGS
from services.activities.plans import keeping as plans
from services.activities.plans.store import PLANS
from services.activities.pushing.delivering import PushNotices
from services.activities.rpc.calendars import WorkCalendarServicer
from services.activities.rpc.campaigns import CampaignServicer
from services.activities.rpc.feeds import CalendarFeedServicer
from services.activities.rpc.interactions import InteractionServicer
from services.activities.rpc.mass import MassWorkServicer
from services.activities.rpc.notices import NoticeServicer
from services.activities.rpc.planner import PlannerServicer
from services.activities.rpc.plans import WorkPlanServicer
from services.activities.rpc.series import WorkSeriesServicer
from services.activities.rpc.timeline import TimelineServicer
from services.activities.rpc.work_settings import WorkSettingsServicer
from services.activities.rpc.works import WorkServicer
from services.activities.series import actions as series
from services.activities.series import following as of_series
from services.activities.series import store as series_store
from services.activities.telling import TELLERS
from services.activities.timeline import store as timeline
from services.kit.parties import store as parties
from services.kit.parties.following import Following
from services.kit.service import Service

SERVICE = Service(
    name="activities",
    servicers=[
        (timeline_pb2_grpc.add_TimelineServiceServicer_to_server, TimelineServicer),
        (works_pb2_grpc.add_WorkServiceServicer_to_server, WorkServicer),
        (
            work_settings_pb2_grpc.add_WorkSettingsServiceServicer_to_server,
            WorkSettingsServicer,
        ),
        (calendars_pb2_grpc.add_WorkCalendarServiceServicer_to_server, WorkCalendarServicer),
        (campaigns_pb2_grpc.add_CampaignServiceServicer_to_server, CampaignServicer),
        (mass_pb2_grpc.add_MassWorkServiceServicer_to_server, MassWorkServicer),
        (feeds_pb2_grpc.add_CalendarFeedServiceServicer_to_server, CalendarFeedServicer),
        (interactions_pb2_grpc.add_InteractionServiceServicer_to_server, InteractionServicer),
        (planner_pb2_grpc.add_PlannerServiceServicer_to_server, PlannerServicer),
        (plans_pb2_grpc.add_WorkPlanServiceServicer_to_server, WorkPlanServicer),
        (series_pb2_grpc.add_WorkSeriesServiceServicer_to_server, WorkSeriesServicer),
        (notices_pb2_grpc.add_NoticeServiceServicer_to_server, NoticeServicer),
    ],
    events=ActivityEvents,
    collections=[
        *store.ALL,
        *timeline.ALL,
        *parties.ALL,
        *dictionaries.ALL,
        CALENDARS,
        *feeds.ALL,
        mass.ROWS,
        *campaigns.ALL,
        PLANS,
        series_store.SERIES,
        *interactions.ALL,
        *kept.ALL,
    ],
    jobs=[
        Following([*LINKED, *of_interactions.LINKED, *of_series.LINKED]),
        CreateWorks(),
        ReassignWorks(),
        PostponeWorks(),
        CancelWorks(),
        CancelCampaignWorks(),
        PushNotices(),
        SendLetters(),
    ],
    personal_data=HOLDINGS,
    people=[STAMPED, campaigns.STAMPED, interactions.STAMPED, series_store.STAMPED],
    estates=[*ESTATES, CAMPAIGNS, of_interactions.ESTATE, of_series.ESTATE],
    tellers=TELLERS,
    readers={
        "works": visible,
        "calendarFeeds": feed_keeping.own,
        "campaigns": running.visible,
        "interactions": visible_interaction,
        "workPlans": plans.visible,
        "workSeries": series.visible,
        "campaignTemplates": lambda db, caller, name: campaigns.TEMPLATES.get(db, name),  # noqa: ARG005
        "workCalendars": lambda db, caller, name: CALENDARS.get(db, name),  # noqa: ARG005
        "workActions": lambda db, caller, name: dictionaries.ACTIONS.get(db, name),  # noqa: ARG005
        "workScripts": lambda db, caller, name: dictionaries.SCRIPTS.get(db, name),  # noqa: ARG005
        "escalationLadders": lambda db, caller, name: kept.LADDERS.get(db, name),  # noqa: ARG005
        "interactionKinds": lambda db, caller, name: dictionaries.KINDS.get(db, name),  # noqa: ARG005
    },
)
