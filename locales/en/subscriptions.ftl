# Letters about events: asking, confirming, changing, ending.

subscriptions-title = Hear about upcoming cafés
subscriptions-intro = A letter when a café or a workshop is announced near you, or on what interests you. Nothing else.
subscriptions-flawed = Something needs correcting: see below. Nothing is lost.
subscriptions-email-hint = an email will ask you to confirm; nothing is sent before that
subscriptions-rhythm = How often
subscriptions-rhythm-at-once = At once: a letter for each event, when it is announced
subscriptions-rhythm-weekly = Weekly: a letter on Mondays, if there is news
subscriptions-rhythm-monthly = Monthly: a letter on the first of the month, if there is news
subscriptions-where = Where
subscriptions-near = Near a commune
subscriptions-near-hint = a name or a postal code; leave it empty to choose a region or a department
subscriptions-area = Or in a whole region or department
subscriptions-regions = Regions
subscriptions-departments = Departments
subscriptions-everywhere = Everywhere in France
subscriptions-around = { $place }, and { $km } km around
subscriptions-online = Online events too
subscriptions-themes = On what
subscriptions-formats = In which form
subscriptions-any = If you tick nothing, you hear about all of them.
subscriptions-language = Language of the letters
subscriptions-consent = By asking for these letters you agree that your address and your choices are kept in order to send them. They are used for nothing else, given to nobody, and erased as soon as you stop, or after three years without news from you. The letters tell nobody whether you open them.
subscriptions-ask = Get these letters
subscriptions-again = Ask for other letters
subscriptions-asked-title = Check your mailbox
subscriptions-asked-text = An email is on its way to your address. Open its link within two days to confirm, and the letters will come. Check your spam folder too.
subscriptions-confirm-title = Get these letters?
subscriptions-confirm-text = This is what you will receive. Press the button to confirm that this address is yours.
subscriptions-confirm-button = Yes, get them
subscriptions-confirmed-title = Done
subscriptions-confirmed-text = The first letter leaves as soon as there is something to tell you. Each one has a link to change your choices, and another to stop.
subscriptions-preferences = Change my choices
subscriptions-own-title = My letters
subscriptions-own-intro = You receive announcements of events at { $mailbox }. If that still suits you, say so: it is the only way for us to know that you are there.
subscriptions-keep = Go on like this
subscriptions-change = Change my choices
subscriptions-save = Save
subscriptions-saved-title = Saved
subscriptions-saved-text = Letters come as you chose, for three more years.
subscriptions-kept-title = Thank you
subscriptions-end-title = Stop these letters?
subscriptions-end-text = Press the button: they stop at once, and your address is erased.
subscriptions-end-button = Stop
subscriptions-ended-title = All done
subscriptions-ended-text = You will receive no more of these letters. Your address and your choices are erased.
subscriptions-gone-title = This link no longer works
subscriptions-gone-text = It has been used, it is too old, or the letters have stopped. Nothing has changed.

footer-letters = Hear about upcoming cafés

letter-subscribe-subject = Hear about upcoming cafés? ({ $host })
letter-subscribe-intro = Someone, most likely you, asked to receive announcements of events from { $host } at this address.
letter-subscribe-link = If it is you, open this page and press the button, within two days:
letter-subscribe-not-you = If it was not you, do nothing: you will receive nothing else, and this request will disappear.
letter-news-subject = { $count ->
    [one] One event for you
   *[other] { $count } events for you
}
letter-news-subject-one = { $title }
letter-news-intro = Here is what is announced, matching your choices:
letter-news-when = { $more ->
    [0] { $date } at { $time }
    [one] { $date } at { $time }, then one more date
   *[other] { $date } at { $time }, then { $more } more dates
}
letter-news-online = online
letter-news-both = { $place }, or online
letter-news-free = free
letter-news-price = €{ $price }
letter-news-change = Change my choices
letter-news-end = Stop these letters
letter-news-foot = { $issuer }, { $host }. You receive this letter because you asked for it and confirmed it. It contains no images and no trackers. Nobody reads replies.
letter-question-subject = Do you still want these letters? ({ $host })
letter-question-intro = For nearly three years you have been receiving announcements of events from { $host }, and we do not know whether they are of use to you: nothing in these letters says whether you open them. Without news from you they stop on { $date }, and your address is erased.
letter-question-link = To continue, open this page and press “Go on like this”:
letter-question-else = To leave it at that, do nothing.

admin-subscriptions-title = Letters about events
admin-subscriptions-text = How many people get them, and how often.
admin-subscriptions-intro = How many people get announcements of events. Addresses are shown nowhere.
admin-subscriptions-none = Nobody gets any yet.
column-rhythm = Rhythm
column-letter-language = Language
column-confirmed = Confirmed
column-unconfirmed = Waiting
job-announce = Announcement of an event
job-write-news = Writing of letters about events
job-read-reports = Reading of emails that came back

register-subscriptions = The letters about events that you asked for: address, choices, date and version of the text agreed to
register-subscriptions-why = To send them, and to show that you asked for them. All of it goes as soon as you stop.
register-tellings = The events a letter told you about
register-tellings-why = So as not to tell you twice. It goes with the letters.
register-refusals = The emails your mailbox refused
register-refusals-why = To stop writing to a mailbox that no longer exists.
