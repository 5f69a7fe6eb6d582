register-events = The events that you announce
register-events-why = To announce them and keep them up to date. Once an account is erased, what it announced is cancelled and no longer says who organised it.

nav-events = Events
home-events = Coming up
home-events-all = All events
admin-events-title = Events
admin-events-count =
    { $count ->
        [0] No event waits for an agreement.
        [one] One event waits for an agreement.
       *[other] { $count } events wait for an agreement.
    }
admin-events-agreement = On this instance a coordinator agrees before each announcement.
admin-events-free = On this instance whoever adheres to the charter announces without asking first.
admin-events-none = Nothing is announced, nothing waits.
admin-events-all = All events, as a list
admin-events-all-intro = To be sorted by a column, to be taken into a spreadsheet. Drafts stay with whoever writes them.
admin-events-agree = Agree
admin-events-why = Why not yet
admin-events-refuse = Send back with this word

events-title = Events
events-intro = Meetings to understand, try out and debate artificial intelligence. What is near and soon comes first.
events-search = Look for an event
events-near = Near
events-from = From
events-until = Until
events-theme = Theme
events-format = Format
events-order = Order
events-order-near = Near and soon first
events-order-date = By date
events-online-only = Online only
events-all = See all events
events-department = In the department: { $name }
events-count =
    { $count ->
        [0] No event to come
        [one] One event to come
       *[other] { $count } events to come
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
events-none-such = No event fits. Try further away, later, or with fewer words.
events-none = Nothing is announced at the moment. How about organising the first café?
events-place-count =
    { $count ->
        [one] { $place }: one event
       *[other] { $place }: { $count } events
    }
events-map-departments = Each dot is a department; the list beneath says the same in words.
events-map-communes = Each dot is a commune; the list beneath says the same in words.
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
event-hidden = You alone see this page: the event is not announced.
event-own = You organise this.
event-own-change = Change it
event-own-print = Printed, this page is a poster.
event-dates = Dates
event-poster = To know more or to register, scan this code or type:
event-left =
    { $count ->
        [one] One seat is left.
       *[other] { $count } seats are left.
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
event-format-train = Training for animators
event-format-meet = Meeting of those who animate
event-format-other = Another format
event-dates-more =
    { $count ->
        [one] See the other date
       *[other] See the { $count } other dates
    }
event-dates-later =
    { $count ->
        [one] See the date after them
       *[other] See the { $count } dates after them
    }
event-dates-year =
    { $count ->
        [one] { $year }: one date that is over
       *[other] { $year }: { $count } dates that are over
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
event-audience-workers = People at work
event-audience-teachers = Teaching and libraries
event-audience-animators = Those who animate
event-status-draft = Draft
event-status-asked = Waiting for an agreement
event-status-published = Announced
event-status-changed = Announced, changed
event-status-cancelled = Cancelled
event-status-past = Past

my-events-title = My events
my-events-intro = Write, announce and keep your events up to date.
my-events-charter = To announce an event one adheres to the charter that holds. Anybody may write drafts.
my-events-new = Write an event
my-events-none = You have not written anything yet.

event-new-title = Write an event
event-edit-title = Change an event
event-done-saved = It is saved.
event-done-published = It is announced.
event-done-asked = It is sent: a coordinator will agree.
event-done-cancelled = It is cancelled. Calendars that follow the event will say so.
event-done-copied = Here is a copy: change the date, then save.
event-stale = This event was changed in another browser. Nothing is lost here: save again to keep what you see.
event-flawed = Something is not right yet: it is said beside each field.
event-not-adherent = To announce, one adheres to the charter that holds.
event-over = Every date is over: change them, then announce.
event-see = See the page
event-note = The coordinator writes: { $words }
event-publish = Announce
event-ask = Ask for an agreement
event-cancel-date = Cancel this date
event-people = People registered
event-copy = Copy
event-cancel = Cancel the event
event-cancel-sure = Yes, this event will not take place
event-cancel-unsure = Tick the box to confirm.
event-drop = Delete the draft
event-drop-sure = Yes, I delete this draft

event-form-what = What
event-form-flawed = The event is not saved: this is still to be put right.
event-form-kind = Say more: format, pillars and themes
event-form-series = Several days, or several times
event-form-online-more = Online, as well or only
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
event-form-themes-hint = A few words with commas between them: work, environment.
event-form-when = When
event-form-when-hint = Hours are those of the place; those of Paris where the event is online.
event-form-day = Date
event-form-last-day = Last day
event-form-last-day-hint = Only where the event ends on another day.
event-form-from = Begins
event-form-to = Ends
event-form-repeat = Comes again
event-repeat-once = Only once
event-repeat-weekly = Every week, on the same day
event-repeat-fortnightly = Every other week
event-repeat-monthly-nth = Every month, on the same day of the week (the first Thursday, for instance)
event-repeat-monthly-last = Every month, on the last such day of the week
event-repeat-rule = By the rule below
event-form-rule-more = Another rule
event-form-rule = Rule
event-form-rule-hint = For those who know iCalendar: FREQ=WEEKLY;BYDAY=TU,TH
event-form-ends = Until when
event-ends-open = No end planned
event-ends-until = Until a date
event-ends-count = A number of dates
event-form-until = Last possible date
event-form-count = Number of dates
event-form-except = Except on
event-form-except-hint = With commas between them: 01/05/2027, 08/05/2027 (day/month/year).
event-form-where = Where
event-form-commune = Commune
event-form-commune-hint = Type the name or the postal code. Leave it empty where the event is online alone.
event-form-place-name = Name of the place
event-form-address = Number and street
event-form-access-hint = Steps, door, lift, toilets, induction loop, parking: say what awaits disabled people.
event-form-online = One can come online
event-form-link = Link of the meeting online
event-form-link-hint = An address that begins with https://. You can add it later.
event-form-open = Show this link to everybody, not only to those who registered
event-form-who = For whom, with whom
event-form-audience = Audience (nothing ticked: everybody)
event-form-organisers-hint = The names to show, with commas between them.
event-form-seats-title = Price and registration
event-form-price = Price in euros
event-form-price-hint = 0: it is free.
event-form-price-words = More about the price
event-form-price-words-hint = For instance: pay what you want, shared snack.
event-form-seats = Seats on each date
event-form-seats-hint = Empty: no limit.
event-form-registration = Registration
event-registration-here = Here, on this site
event-registration-elsewhere = On another site
event-registration-none = Without registration
event-form-elsewhere = Address of the registration elsewhere
event-form-elsewhere-hint = An address that begins with https://.
event-form-badges = Modules and badge
event-form-achievement = Badge for those who come
event-form-no-achievement = None
event-form-save = Save

event-flaw-title = Give a title of at most 120 characters.
event-flaw-summary = This is too long: at most 300 characters.
event-flaw-about = This is too long: at most { $most } characters.
event-flaw-format = Choose a format; its name has at most 200 characters.
event-flaw-themes = At most { $named } themes of 60 characters each.
event-flaw-nowhere = Give a commune, or tick that one can come online.
event-flaw-place = The name and the street have at most 200 characters.
event-flaw-access = This is too long: at most 600 characters.
event-flaw-link = The link begins with https:// and holds no blank.
event-flaw-price = Write an amount in euros, such as 5 or 2.50; 0 where it is free.
event-flaw-seats = Write a number of seats, from 1 to 5,000, or nothing.
event-flaw-elsewhere = The address begins with https:// and holds no blank.
event-flaw-organisers = At most { $named } names of 60 characters each.
event-flaw-day = Write a date, such as 04/03/2027 (day/month/year).
event-flaw-from = Write a time, such as 13:30.
event-flaw-skipped = That night the clocks go forward: this hour does not exist.
event-flaw-to = The end comes after the beginning, a week later at most.
event-flaw-rule = This rule cannot be read.
event-flaw-rule-often = A series comes at most once a day.
event-flaw-rule-last = The first date is not the last such day of its month.
event-flaw-until = Write a date that comes after the first one.
event-flaw-count = Write a number of dates, from 1 to 1,000.
event-flaw-except = One of these days cannot be read: write them as 01/05/2027.
event-flaw-except-idle = Nothing is held on one of these days: check the date.
event-flaw-except-all = No date is left.

import-title = Import events
import-intro = You announce your cafés elsewhere already? Bring a calendar (ICS) or an export of OpenAgenda (JSON). You first see what would become of each event; nothing is announced: they will be your drafts.
import-bring = Bring a calendar
import-file = A file
import-file-hint = ICS, or JSON of OpenAgenda (version 2); 1 MB and { $most } events at most.
import-address = Or its address
import-hosts = An https address of: { $hosts }. From elsewhere, download the file and bring it.
import-any = An https address.
import-look = See what is in it
import-nothing = Choose a file, or give an address.
import-not-asked = This instance does not ask that address. Download the file, then bring it here.
import-unreachable = Nothing that can be read was found at this address.
import-unreadable-large = This file is too large: 1 MB at most.
import-unreadable-many = This file holds too many events: export a shorter time.
import-unreadable-unknown = This is neither an ICS calendar nor a JSON export of OpenAgenda.
import-unreadable-broken = This file is broken: it could not be read to its end.
import-unreadable-empty = This calendar holds no event.
import-found =
    { $count ->
        [one] One event found
       *[other] { $count } events found
    }
import-choose = Untick what you do not want to take over.
import-lost =
    { $count ->
        [one] The commune of one event is not recognised: name it to take the event over too.
       *[other] The commune of { $count } events is not recognised: name it to take them over too.
    }
import-commune = Commune of “{ $title }”
import-commune-hint = A name, a postal code or both; leave it empty not to take this event over.
import-communes =
    { $count ->
        [one] Nothing is taken over yet: check one commune below.
       *[other] Nothing is taken over yet: check { $count } communes below.
    }
import-take = Take over what is ticked
import-idle = There is nothing to take over: everything is here already, past or unreadable.
import-done =
    { $count ->
        [0] Nothing was taken over.
        [one] One event taken over. Read it again, then announce it.
       *[other] { $count } events taken over. Read them again, then announce them.
    }
import-series = { $first }, then other dates
import-fate-new = new
import-fate-changed = changed there
import-fate-same = taken over already
import-fate-edited = changed here: left as it is
import-fate-cancelled = cancelled there: will be cancelled here
import-fate-not-held = cancelled
import-fate-past = past
import-fate-older = older than what is here
import-fate-foreign = here already, by somebody else or by hand
import-fate-flawed = cannot be taken over
import-fate-nowhere = commune to be told
import-note-shortened = A text that was too long was shortened.
import-note-zone = Its time zone is unknown: the hour is read as that of Paris.
import-note-no-end = Its end is not told: an hour is reckoned.
import-note-lengths = One of its dates lasts longer or less long than the others: check it.
import-note-no-uid = It has no identifier: if it changes there, it could come twice.

register-event-reports = Reports of your cafés
register-event-reports-why = To remember them and to count them together. People are only a range in them; they go with the event.
admin-reports-title = Cafés held
admin-reports-text = What reports say, put together.
admin-reports-intro = The reports of a territory, put together. Cafés are counted, never people one by one.
report-cafe-title = Report of the café
report-write = Reports to write or to read again:
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
report-few = Fewer than five cafés: ages and situations are not shown, so that nobody is pointed at.
report-everywhere = Everywhere
report-territory = Territory
report-form-who = Who came
report-form-crowd = How many people
report-form-ages = Ages that were there
report-form-standings = Situations that were there
report-form-how = How
report-form-level = Level
report-form-where = Place
report-form-partners = With whom
report-form-partners-hint = Partner organisations, in a few words.
report-form-said = In a few lines
report-form-said-hint = No name of a person, nothing of anybody’s health or opinions. 2,000 characters at most.
report-form-next = What comes next
report-form-next-hint = What the group wants to do, a next date. 1,000 characters at most.
report-form-public = Everybody may read this report on the page of the event
report-voices = Copy the papers of the table, sentence by sentence
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
report-field-age = Ages that were there
report-field-standing = Situations that were there
report-age-moins_de_douze = Under 12
report-age-douze_dix_huit = 12 - 17
report-age-dix_huit_vingt_quatre = 18 - 24
report-age-vingt_cinq_trente_neuf = 25 - 39
report-age-quarante_cinquante_neuf = 40 - 59
report-age-soixante_soixante_neuf = 60 - 69
report-age-soixante_dix_plus = 70 and over
report-standing-scolarise = At school
report-standing-sans_emploi = Without work
report-standing-en_emploi = At work
report-standing-retraite = Retired
report-level-debutant = Beginner
report-level-intermediaire = Intermediate
report-level-avance = Advanced
report-where-lieu_activite = Usual place
report-where-a_distance = At a distance
report-where-autre = Another place
