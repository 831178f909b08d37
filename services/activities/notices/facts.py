"""What the text of a notice says of its work (pure)."""

from services.activities.work import Work


def facts_of(work: Work) -> dict[str, str]:
    """What is not known is left out."""
    when = work.when
    starts = when.start_time if when else None
    day = when.start_date if when and starts is None else None
    said = {
        "client": work.counterparty_display_name or work.subject_display_name,
        "start_time": starts.isoformat() if starts else "",
        "start_date": day.isoformat() if day else "",
        "due_time": work.due_time.isoformat() if work.due_time else "",
        "executor": work.owner_display_name,
    }
    return {key: value for key, value in said.items() if value}
