"""What identity does when another service asks something of all."""

from services.kit.personal_data_events import PersonalDataListener


class IdentityEvents(PersonalDataListener):
    name = "identity"
