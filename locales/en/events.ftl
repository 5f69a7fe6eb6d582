register-events = The events that you announce
register-events-why = To announce them and keep them up to date. Once an account is erased, what it announced is cancelled and no longer says who organised it.

nav-events = Events
home-events = Coming up
home-events-all = All events
admin-events-title = Events
admin-events-count =
    { $count ->
        [0] No event is waiting for approval.
        [one] One event is waiting for approval.
       *[other] { $count } events are waiting for approval.
    }
admin-events-agreement = On this instance, a coordinator approves each announcement first.
admin-events-free = On this instance, anyone who adheres to the charter can announce without asking first.
admin-events-none = Nothing is announced, nothing is waiting.
admin-events-all = All events, as a list
admin-events-all-intro = Sort it by a column, or take it into a spreadsheet. Drafts stay with those who write them.
admin-events-agree = Approve
admin-events-why = Why not yet
admin-events-refuse = Send back with this note

events-title = Events
events-intro = Meetings to understand, try out and debate artificial intelligence. What is near and soon comes first.
events-search = Find an event
events-near = Near
events-from = From
events-until = Until
events-theme = Theme
events-format = Format
events-order = Order
events-order-near = Nearest and soonest first
events-order-date = By date
events-online-only = Online only
events-all = See all events
events-department = In the department: { $name }
events-count =
    { $count ->
        [0] No upcoming events
        [one] One upcoming event
       *[other] { $count } upcoming events
    }
events-calendar = See the month
events-calendar-title = Events: { $month }
events-month = { $month } { $year }
events-months = Other months
events-narrowed = This month shows only some of the events.
events-day-count =
    { $count ->
        [one] One event, { $day }
       *[other] { $count } events, { $day }
    }
events-none-such = No event matches. Try further away, later, or with fewer words.
events-none = Nothing is announced at the moment. How about organising the first café?
events-place-count =
    { $count ->
        [one] { $place }: one event
       *[other] { $place }: { $count } events
    }
events-map-departments = Each dot is a department; the list below says the same in words.
events-map-communes = Each dot is a commune; the list below says the same in words.
events-feeds = Follow this list
events-feeds-text = These links follow your search: your calendar or reader keeps itself up to date.
events-feed-ics = Calendar (iCalendar)
events-feed-atom = News feed (Atom)
events-feed-json = Data (JSON-LD, schema.org)
events-feed-csv = Table (CSV, fields of OpenAgenda)
events-announce = Announce an event

event-weekday-1 = Monday
event-weekday-2 = Tuesday
event-weekday-3 = Wednesday
event-weekday-4 = Thursday
event-weekday-5 = Friday
event-weekday-6 = Saturday
event-weekday-7 = Sunday
event-day = { $weekday } { $day }
event-clock =
    { $whole ->
       *[other] { $hour }:{ $minute }
    }
event-when =
    { $zoned ->
        [1] { $day }, { $from } to { $to } (local time: { $zone })
       *[0] { $day }, { $from } to { $to }
    }
event-when-over =
    { $zoned ->
        [1] from { $day }, { $from }, to { $last }, { $to } (local time: { $zone })
       *[0] from { $day }, { $from }, to { $last }, { $to }
    }
event-when-whole-day = { $day }, all day
event-when-days = from { $from } to { $to }
event-free = Free
event-euros = €{ $amount }
event-price-words = { $amount } ({ $words })
event-place =
    { $online ->
        [1] { $named ->
            [1] { $name }, { $place }, and online
           *[0] { $place }, and online
        }
       *[0] { $named ->
            [1] { $name }, { $place }
           *[0] { $place }
        }
    }
event-online = Online
event-more-dates =
    { $count ->
        [one] and one more date
       *[other] and { $count } more dates
    }
event-cancelled = Cancelled
event-title-cancelled = Cancelled: { $title }
event-is-cancelled = This event is cancelled.
event-is-past = This event took place.
event-changed = The time or the place changed on { $date }.
event-hidden = Only you can see this page: the event is not announced.
event-own = You are the organiser.
event-own-change = Change it
event-own-print = Printed, this page is a poster.
event-dates = Dates
event-poster = To find out more or to register, scan this code or type:
event-left =
    { $count ->
        [one] One seat left.
       *[other] { $count } seats left.
    }
event-full = Full: there is a waiting list.
event-wait = Waiting list
event-register = Register
event-register-elsewhere = Register on another site
event-join = Join online
event-calendar = Add to my calendar
event-where = Place
event-access = Accessibility
event-online-how = Online
event-online-open = The link is on this page.
event-online-registered = The link is given to those who registered.
event-price = Price
event-audience = Audience
event-everybody = Everybody
event-languages = Languages
event-organisers = Organised by
event-modules = Modules on the programme
event-badge = Those who come receive the badge
event-format-discuss = Café IA, we talk
event-format-play = We play
event-format-write = We write
event-format-try = We try things out
event-format-debate = We debate
event-format-talk = Talk
event-format-train = Training for hosts
event-format-meet = Meeting between hosts
event-format-other = Another format
event-dates-more =
    { $count ->
        [one] See the other date
       *[other] See the { $count } other dates
    }
event-dates-later =
    { $count ->
        [one] See the next date
       *[other] See the next { $count } dates
    }
event-dates-year =
    { $count ->
        [one] { $year }: one past date
       *[other] { $year }: { $count } past dates
    }
event-pillar-experiment = Experimenting
event-pillar-understand = Understanding
event-pillar-discuss = Discussing
event-pillar-act = Acting
event-audience-beginners = Beginners
event-audience-young = Young people
event-audience-families = Families
event-audience-seniors = Older people
event-audience-seekers = People looking for work
event-audience-workers = People in work
event-audience-teachers = Teaching and libraries
event-audience-animators = Café hosts
event-status-draft = Draft
event-status-asked = Waiting for approval
event-status-published = Announced
event-status-changed = Announced, changed
event-status-cancelled = Cancelled
event-status-past = Past

my-events-title = My events
my-events-intro = Write, announce and keep your events up to date.
my-events-charter = To announce an event, you need to adhere to the charter in force. Anyone can write drafts.
my-events-new = Write an event
my-events-none = You have not written anything yet.

event-new-title = Write an event
event-edit-title = Change an event
event-done-saved = Saved.
event-done-published = Announced.
event-done-asked = Sent: a coordinator now has to approve it.
event-done-cancelled = Cancelled. Calendars that follow the event will say so.
event-done-copied = Here is a copy: change the date, then save.
event-stale = This event was changed in another browser. Nothing is lost here: save again to keep what you see.
event-flawed = Something is not right yet: see beside each field.
event-not-adherent = To announce, you need to adhere to the charter in force.
event-over = All the dates are past: change them, then announce.
event-see = See the page
event-note = The coordinator’s note: { $words }
event-publish = Announce
event-ask = Ask for approval
event-cancel-date = Cancel this date
event-people = People registered
event-copy = Copy
event-cancel = Cancel the event
event-cancel-sure = Yes, this event will not take place
event-cancel-unsure = Tick the box to confirm.
event-drop = Delete the draft
event-drop-sure = Yes, I delete this draft

event-form-what = What
event-form-flawed = The event has not been saved: this still needs correcting.
event-form-kind = Add the format, pillars and themes
event-form-series = Several days, or several times
event-form-online-more = Online, also or only
event-form-who-more = Audience, languages and organisers
event-form-badges-more = Choose modules or a badge
event-form-title = Title
event-form-summary = In one sentence
event-form-summary-hint = This is what lists and calendars show.
event-form-about = Description
event-form-about-hint = Leave an empty line between two paragraphs.
event-form-format-words = Name of the format
event-form-format-hint = Optional: the name of a game, of a workshop.
event-form-pillars = Pillars of a Café IA
event-form-themes = Themes
event-form-themes-hint = A few words separated by commas: work, environment.
event-form-when = When
event-form-when-hint = Times are local to the place; Paris time if the event is online.
event-form-day = Date
event-form-last-day = Last day
event-form-last-day-hint = Only if the event ends on another day.
event-form-from = Begins
event-form-to = Ends
event-form-repeat = Repeats
event-repeat-once = Only once
event-repeat-weekly = Every week, on the same day
event-repeat-fortnightly = Every other week
event-repeat-monthly-nth = Every month, on the same day of the week (the first Thursday, for instance)
event-repeat-monthly-last = Every month, on the last such day of the week
event-repeat-rule = By the rule below
event-form-rule-more = Another rule
event-form-rule = Repeat rule
event-form-rule-hint = For those who know iCalendar: FREQ=WEEKLY;BYDAY=TU,TH
event-form-ends = Until when
event-ends-open = No end planned
event-ends-until = Until a date
event-ends-count = A number of dates
event-form-until = Last possible date
event-form-count = Number of dates
event-form-except = Except on
event-form-except-hint = Separated by commas: 01/05/2027, 08/05/2027 (day/month/year).
event-form-where = Where
event-form-commune = Commune
event-form-commune-hint = Type the name or the postal code. Leave it empty if the event is online only.
event-form-place-name = Name of the place
event-form-address = Number and street
event-form-access-hint = Steps, doors, lift, toilets, induction loop, parking: say what disabled people will find.
event-form-online = People can join online
event-form-link = Link to join online
event-form-link-hint = An address starting with https://. You can add it later.
event-form-open = Show this link to everyone, not only to those who registered
event-form-who = For whom, with whom
event-form-audience = Audience (nothing ticked: everybody)
event-form-organisers-hint = The names to show, separated by commas.
event-form-seats-title = Price and registration
event-form-price = Price in euros
event-form-price-hint = 0: it is free.
event-form-price-words = More about the price
event-form-price-words-hint = For instance: pay what you want, shared snack.
event-form-seats = Seats per date
event-form-seats-hint = Empty: no limit.
event-form-registration = Registration
event-registration-here = Here, on this site
event-registration-elsewhere = On another site
event-registration-none = Without registration
event-form-elsewhere = Address for registering elsewhere
event-form-elsewhere-hint = An address starting with https://.
event-form-badges = Modules and badge
event-form-achievement = Badge for those who come
event-form-no-achievement = None
event-form-save = Save

event-flaw-title = Give a title of at most 120 characters.
event-flaw-summary = This is too long: at most 300 characters.
event-flaw-about = This is too long: at most { $most } characters.
event-flaw-format = Choose a format; its name has at most 200 characters.
event-flaw-themes = At most { $named } themes of 60 characters each.
event-flaw-nowhere = Name a commune, or tick that people can join online.
event-flaw-place = The name and the street have at most 200 characters.
event-flaw-access = This is too long: at most 600 characters.
event-flaw-link = The link starts with https:// and contains no spaces.
event-flaw-price = Write an amount in euros, such as 5 or 2.50; 0 if it is free.
event-flaw-seats = Write a number of seats, from 1 to 5,000, or nothing.
event-flaw-elsewhere = The address starts with https:// and contains no spaces.
event-flaw-organisers = At most { $named } names of 60 characters each.
event-flaw-day = Write a date, such as 04/03/2027 (day/month/year).
event-flaw-from = Write a time, such as 13:30.
event-flaw-skipped = That night the clocks go forward: this hour does not exist.
event-flaw-to = The end comes after the beginning, a week later at most.
event-flaw-rule = This rule cannot be read.
event-flaw-rule-often = A series repeats at most once a day.
event-flaw-rule-last = The first date is not the last such day of its month.
event-flaw-until = Write a date that comes after the first one.
event-flaw-count = Write a number of dates, from 1 to 1,000.
event-flaw-except = One of these days cannot be read: write them as 01/05/2027.
event-flaw-except-idle = Nothing takes place on one of these days: check the date.
event-flaw-except-all = No date is left.

import-title = Import events
import-intro = Do you already announce your cafés elsewhere? Bring a calendar (ICS) or an OpenAgenda export (JSON). You first see what would become of each event; nothing is announced: they will be your drafts.
import-bring = Bring a calendar
import-file = A file
import-file-hint = ICS, or OpenAgenda JSON (version 2); 1 MB and { $most } events at most.
import-address = Or its address
import-hosts = An https address of: { $hosts }. From elsewhere, download the file and bring it.
import-any = An https address.
import-look = See what is in it
import-nothing = Choose a file, or give an address.
import-not-asked = This instance does not contact that address. Download the file, then bring it here.
import-unreachable = Nothing readable was found at this address.
import-unreadable-large = This file is too large: 1 MB at most.
import-unreadable-many = This file contains too many events: export a shorter period.
import-unreadable-unknown = This is neither an ICS calendar nor a JSON export of OpenAgenda.
import-unreadable-broken = This file is damaged: it could not be read to the end.
import-unreadable-empty = This calendar contains no events.
import-found =
    { $count ->
        [one] One event found
       *[other] { $count } events found
    }
import-choose = Untick what you do not want to import.
import-lost =
    { $count ->
        [one] The commune of one event is not recognised: name it to import that event too.
       *[other] The communes of { $count } events are not recognised: name them to import those events too.
    }
import-commune = Commune of “{ $title }”
import-commune-hint = A name, a postal code or both; leave it empty to leave this event out.
import-communes =
    { $count ->
        [one] Nothing has been imported yet: check one commune below.
       *[other] Nothing has been imported yet: check { $count } communes below.
    }
import-take = Import what is ticked
import-idle = There is nothing to import: everything is already here, past or unreadable.
import-done =
    { $count ->
        [0] Nothing was imported.
        [one] One event imported. Read it through, then announce it.
       *[other] { $count } events imported. Read them through, then announce them.
    }
import-series = { $first }, then other dates
import-fate-new = new
import-fate-changed = changed there
import-fate-same = already imported
import-fate-edited = changed here: left as it is
import-fate-cancelled = cancelled there: will be cancelled here
import-fate-not-held = cancelled
import-fate-past = past
import-fate-older = older than what is here
import-fate-foreign = already here, from someone else or by hand
import-fate-flawed = cannot be imported
import-fate-nowhere = commune missing
import-note-shortened = A text that was too long was shortened.
import-note-zone = Its time zone is unknown: the hour is read as that of Paris.
import-note-no-end = It has no end: one hour is assumed.
import-note-lengths = One of its dates is longer or shorter than the others: check it.
import-note-no-uid = It has no identifier: if it changes there, it could come twice.

register-event-reports = Reports on your cafés
register-event-reports-why = To remember them and count them together. People are only a range in them; they go with the event.
admin-reports-title = Cafés held
admin-reports-text = What reports say, put together.
admin-reports-intro = The reports of a territory, put together. Cafés are counted, never people one by one.
report-cafe-title = Report on the café
report-write = Reports to write or review:
report-intro = One page, two minutes. The words are those of the activity report of the French network of digital mediation: the file is copied without translating.
report-done = Saved.
report-public = What was said
report-counted =
    { $count ->
        [one] One seat was taken.
       *[other] { $count } seats were taken.
    }
report-choose = Choose…
report-crowd = { $least } to { $most } people
report-crowd-more = { $least } people or more
report-people = { $least } to { $most } people in all
report-people-more = { $least } people or more in all
report-cafes =
    { $count ->
        [one] One café
       *[other] { $count } cafés
    }
report-none = No report for these dates.
report-few = Fewer than five cafés: ages and situations are not shown, so that nobody can be identified.
report-everywhere = Everywhere
report-territory = Territory
report-form-who = Who came
report-form-crowd = How many people
report-form-ages = Ages present
report-form-standings = Situations present
report-form-how = How
report-form-level = Level
report-form-where = Place
report-form-partners = With whom
report-form-partners-hint = Partner organisations, in a few words.
report-form-said = In a few lines
report-form-said-hint = No names, nothing about anyone’s health or opinions. 2,000 characters at most.
report-form-next = What comes next
report-form-next-hint = What the group wants to do, the next date. 1,000 characters at most.
report-form-public = Anyone can read this report on the event’s page
report-voices = Copy the notes from the table, sentence by sentence
report-files = The reports of this event:
report-flaw-crowd = Choose how many people came.
report-flaw-choice = Choose an answer.
report-flaw-long = That is too long: { $most } characters at most.
report-field-crowd = People
report-field-format = Formats
report-field-pillar = Pillars
report-field-theme = Themes
report-field-level = Levels
report-field-where = Places
report-field-age = Ages present
report-field-standing = Situations present
report-age-moins_de_douze = Under 12
report-age-douze_dix_huit = 12 - 17
report-age-dix_huit_vingt_quatre = 18 - 24
report-age-vingt_cinq_trente_neuf = 25 - 39
report-age-quarante_cinquante_neuf = 40 - 59
report-age-soixante_soixante_neuf = 60 - 69
report-age-soixante_dix_plus = 70 and over
report-standing-scolarise = At school
report-standing-sans_emploi = Out of work
report-standing-en_emploi = In work
report-standing-retraite = Retired
report-level-debutant = Beginner
report-level-intermediaire = Intermediate
report-level-avance = Advanced
report-where-lieu_activite = Usual place
report-where-a_distance = Remote
report-where-autre = Another place
