"""What Schemathesis cannot know: how a mail is written, and which questions there are.

A question that nobody asked is not found, and a revision that has passed is refused, so that random ones
would never come to the verbs themselves. Most requests that fit the description are therefore sent about a
question of the demo, with the revision that it has then, and about administrations that exist.
"""

import os
import random

import requests
import schemathesis

URL = os.environ["REGIOVRAAG_URL"]
DESK = os.environ["REGIOVRAAG_DESK"]
REFERENCE = "reference"

reader = requests.Session()
reader.headers["Authorization"] = f"Bearer {os.environ['REGIOVRAAG_TOKEN']}"
dice = random.Random(20260115)


def read(path, **query):
    answer = reader.get(URL + path, params=query, timeout=30)
    answer.raise_for_status()
    return answer.json()


def references():
    """The questions of the desk, open and closed."""
    of_desk = {"desk": DESK, "limit": 200}
    pages = read("/api/v1/tickets", **of_desk), read("/api/v1/tickets", status="closed", **of_desk)
    return [item["reference"] for page in pages for item in page["items"]]


REFERENCES = references()
ADMINISTRATIONS = [item["slug"] for item in read("/api/v1/directory/administrations")["items"]]


@schemathesis.serializer("message/rfc822")
def as_mail(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@schemathesis.hook
def before_call(context, case, kwargs):
    fits = case.meta is None or case.meta.generation.mode.is_positive
    if not fits or REFERENCE not in (case.path_parameters or {}) or dice.random() < 0.2:
        return
    case.path_parameters[REFERENCE] = dice.choice(REFERENCES)
    body = case.body
    if not isinstance(body, dict) or "revision" not in body:
        return
    ticket = read(f"/api/v1/tickets/{case.path_parameters[REFERENCE]}")
    body["revision"] = ticket["revision"]
    if "desk" in body:
        body["desk"] = dice.choice(ADMINISTRATIONS)
    if "desks" in body:
        held = [it["assignment"]["desk"] for it in ticket["threads"] if it["assignment"]]
        body["desks"] = held or ADMINISTRATIONS[:1]
    if "message" in body and case.operation.path.endswith(("/pass-on", "/seen")):
        ids = [message["id"] for message in ticket["threads"][0]["messages"]]
        body["message"] = dice.choice(ids)
