"""The fixed words of the pages."""

from sync.message import Message, say

PHRASES: dict[str, Message] = {
    "skip": say("Skip to the content"),
    "contents": say("In this digest"),
    "at_a_glance": say("At a glance"),
    "record": say("Record"),
    "why": say("Why"),
    "owner": say("Owner"),
    "age": say("Age"),
    "nobody": say("no owner"),
    "numbers": say("The numbers"),
    "untold": say("Too few records to say"),
    "definitions": say("How the figures are reckoned"),
    "looked_at": say("Looked at"),
    "made": say("made"),
    "continued": say("continued"),
    "period": say("Period"),
    "zone": say("Time zone"),
    "figure": say("Figure"),
    "value": say("Value"),
    "compared": say("Compared with"),
}
FOLD = (say("Show {count} more"), say("Show {count} more"))
