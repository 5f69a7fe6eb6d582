"""The feeds of events of a running instance, read by parsers that are not ours: Python's icalendar, feedparser, PyLD. What was written in the form comes out of
each of them as it went in. `events.py CREMA QUIZZES`."""

import datetime
import sys
import zoneinfo

import feedparser
import icalendar
from instance import BASE, Browser, serve
from pyld import jsonld

binary, quizzes = sys.argv[1:]
paris = zoneinfo.ZoneInfo("Europe/Paris")
TITLE = "Café; « IA », \\ l'école & <débat> 🎈 " + "é" * 60
SUMMARY = "Virgules, points-virgules; et \\ barres : " + "à" * 200
ABOUT = "Première ligne\nDeuxième; ligne, longue : " + "ü" * 300


def event(**changes):
    """An event as its form is sent."""
    form = {
        "title": TITLE, "summary": SUMMARY, "about": ABOUT, "format": "discuss", "pillar": "discuss", "themes": "Travail, École", "place": "Lille (59)",
        "commune": "59350", "place-name": "Médiathèque, salle « B »", "address": "12; rue des Virgules", "language": "fr", "price": "2,50", "seats": "12",
        "registration": "here", "day": "2027-03-04", "from": "13:30", "to": "15:00", "repeat": "once", "ends": "open",
    }
    return form | changes


def announce(ada, form):
    path = ada.post("/me/events", form).to
    path = path.split("?")[0]
    ada.post(f"{path}/publication", {})
    return path


def same(found, wanted, what):
    assert found == wanted, f"{what}: {found!r} is not {wanted!r}"


with serve(binary, quizzes) as url:
    ada = Browser(url).enter("ada@example.org")
    ada.adhere()
    once = announce(ada, event())
    series = announce(ada, event(title="Jeudis", day="2027-03-18", repeat="weekly", ends="count", count="4") | {"except": "2027-04-01"})
    whole = announce(ada, event(title="Deux jours", day="2027-05-01", **{"from": "00:00", "last-day": "2027-05-03", "to": "00:00"}))
    online = announce(ada, event(title="En ligne", day="2027-10-31", **{"from": "01:00", "to": "04:00", "place": "", "commune": "", "place-name": "", "address": "", "online": "yes", "link": "https://visio.example/secret"}))
    moved = announce(ada, event(title="Déplacé", day="2027-06-01"))
    ada.post(moved, event(title="Déplacé", day="2027-06-02") | {"version": ada.version(moved)})
    gone = announce(ada, event(title="Annulé", day="2027-06-03"))
    ada.post(f"{gone}/cancellation", {"sure": "yes"})

    # iCalendar.
    text = ada.get("/events.ics").text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "a line is longer than 75 octets"
    calendar = icalendar.Calendar.from_ical(text)
    found = {str(one["SUMMARY"]): one for one in calendar.walk("VEVENT")}
    same(len(found), 6, "events of the calendar")
    assert all(not one.errors for one in calendar.walk()), [one.errors for one in calendar.walk() if one.errors]
    one = found[TITLE]
    same(one["DTSTART"].dt, datetime.datetime(2027, 3, 4, 13, 30, tzinfo=paris), "begins")
    same(one["DTSTART"].params["TZID"], "Europe/Paris", "zone")
    same(one["DTEND"].dt - one["DTSTART"].dt, datetime.timedelta(minutes=90), "length")
    assert str(one["DESCRIPTION"]).startswith(SUMMARY + "\n\n" + ABOUT), one["DESCRIPTION"]
    assert str(one["LOCATION"]).startswith("Médiathèque, salle « B », 12; rue des Virgules"), one["LOCATION"]
    assert {"Travail", "École"} <= set(map(str, one["CATEGORIES"].cats)), one["CATEGORIES"].cats
    same(str(one["STATUS"]), "CONFIRMED", "status")
    same(len({str(each["UID"]) for each in found.values()}), 6, "names")
    same((found["Déplacé"]["SEQUENCE"], str(found["Annulé"]["STATUS"])), (1, "CANCELLED"), "what changed")
    same(found["Deux jours"]["DTSTART"].dt, datetime.date(2027, 5, 1), "a whole day")
    same(found["Deux jours"]["DTEND"].dt, datetime.date(2027, 5, 3), "the day after the last")
    assert "LOCATION" not in found["En ligne"] and "secret" not in text, "the link of a meeting is told to those who registered alone"
    # The night on which clocks are set back has an hour more.
    night = found["En ligne"]
    length = night["DTEND"].dt.astimezone(datetime.UTC) - night["DTSTART"].dt.astimezone(datetime.UTC)
    same(length, datetime.timedelta(hours=4), "a long night")
    # The zone that is sent along, read by itself, sets the clocks as Paris does, on both sides of each change.
    zone = next(iter(calendar.walk("VTIMEZONE")))
    own = zone.to_tz(lookup_tzid=False)
    for month, day in [(1, 5), (3, 27), (3, 29), (7, 1), (10, 30), (11, 2)]:
        noon = datetime.datetime(2027, month, day, 12)
        same(own.utcoffset(noon), paris.utcoffset(noon), f"offset of {noon:%F}")
    thursdays = found["Jeudis"]
    rule = thursdays["RRULE"]
    same((rule["FREQ"], rule["COUNT"]), (["WEEKLY"], [4]), "rule")
    excepted = [each.dt for each in thursdays["EXDATE"].dts]
    same(excepted, [datetime.datetime(2027, 4, 1, 13, 30, tzinfo=paris)], "left out, in summer time")
    print("icalendar reads six events without loss")

    # Atom.
    raw = ada.get("/events.atom").text
    feed = feedparser.parse(raw)
    assert not feed.bozo, feed.get("bozo_exception")
    same(feed.version, "atom10", "version")
    same(len(feed.entries), 6, "entries")
    ids = {entry.id for entry in feed.entries}
    assert len(ids) == 6 and all(each.startswith("urn:uuid:") for each in ids), ids
    assert all(entry.updated_parsed and entry.published_parsed and entry.link.startswith(BASE) for entry in feed.entries)
    # As moments: a fraction of a second is written without the zeros at its end, so the order of the letters is another.
    stamps = [entry.updated for entry in feed.entries]
    moments = [datetime.datetime.fromisoformat(stamp) for stamp in stamps]
    same(moments, sorted(moments, reverse=True), "the latest first")
    same(feed.feed.updated, stamps[0], "the feed is as new as its newest entry")
    titles = {entry.title for entry in feed.entries}
    assert any("Annulé" in title and title != "Annulé" for title in titles), titles
    assert "secret" not in raw
    print("feedparser reads six entries")

    # JSON-LD: the words are those of schema.org, and each of them expands to one.
    words = {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"}
    loader = lambda address, options: {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": {"@context": words}}
    listed = jsonld.expand(ada.get("/events.json").json(), {"documentLoader": loader})
    s = "https://schema.org/"
    events = [each for each in listed[0][s + "itemListElement"]]
    same(len(events), 6, "items")
    assert all(each["@type"] == [s + "EducationEvent"] and each["@id"].startswith(BASE) for each in events)
    by = {each[s + "name"][0]["@value"]: each for each in events}
    value = lambda each, name: each[s + name][0].get("@value", each[s + name][0].get("@id"))
    one = by[TITLE]
    same(value(one, "startDate"), "2027-03-04T13:30:00+01:00", "begins")
    same(value(one, "eventAttendanceMode"), s + "OfflineEventAttendanceMode", "mode")
    same(value(one[s + "location"][0][s + "address"][0], "addressLocality"), "Lille", "town")
    same(value(one[s + "offers"][0], "price"), "2.50", "price")
    same(value(by["Annulé"], "eventStatus"), s + "EventCancelled", "status")
    same(value(by["Déplacé"], "eventStatus"), s + "EventRescheduled", "status")
    same(value(by["En ligne"], "eventAttendanceMode"), s + "OnlineEventAttendanceMode", "mode")
    dates = [value(each, "startDate") for each in by["Jeudis"][s + "subEvent"]]
    same(dates, ["2027-03-18T13:30:00+01:00", "2027-03-25T13:30:00+01:00", "2027-04-08T13:30:00+02:00"], "dates of the series")
    assert str(value(one, "identifier")) in {str(each["UID"]) for each in found.values()}, "the same name as in the calendar"
    print("PyLD expands six events")
