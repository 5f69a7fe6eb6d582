# The directory: profiles, search, letters through the relay.

place-which = Several communes match: which one?

nav-people = Directory
place-hint = a name, a postal code or both
place-unknown = No commune is spelt like this: check the name, or type the postal code.
place-several = Several communes match: choose the right one below.

people-title = Directory
people-intro = People who host, organise or coordinate cafés, and who chose to appear here.
people-search = Find someone
people-word = A word
people-word-hint = a name, a format, a subject
people-near = Near
people-km-label = How far
people-distance = within { $km } km
people-distance-none = in the commune itself
people-role = What they do
people-skill = A badge
people-any = Any
people-look = Search
people-all = The whole directory
people-department = Only here: { $name }.
people-count = { $count ->
    [0] Nobody
    [one] One person
   *[other] { $count } people
}
people-none-such = Nobody matches, at least among those you may see. Search further away, or with fewer words.
people-none = The directory is still empty. The first profile could be yours.
people-km = { $place }, { $km } km away
people-about-km = { $place }, about { $km } km away
people-more = and { $count } more
people-map = On the map
people-map-departments = Each dot is a department; the larger it is, the more people there are. A click shows its communes.
people-map-communes = Each dot is a commune; the larger it is, the more people there are. A click shows them.
people-map-words = The same in words
people-place-count = { $count ->
    [one] { $place }: one person
   *[other] { $place }: { $count } people
}
people-map-source = Map: MapSVG, Victor Cazanave (CC BY 4.0), simplified. Places: INSEE, La Poste (Licence ouverte), GeoNames (CC BY 4.0).
people-members = Some profiles are shown only to people who have an account here.
people-join = Appear in the directory

calling-animator = Hosts cafés
calling-organiser = Organises
calling-coordinator = Coordinates
calling-network-head = Network lead
calling-ambassador = Ambassador

language-fr = French
language-en = English
language-fsl = French Sign Language
language-ar = Arabic
language-br = Breton
language-eu = Basque
language-co = Corsican
language-cpf = Creole
language-de = German
language-es = Spanish
language-it = Italian
language-oc = Occitan
language-pt = Portuguese
language-tr = Turkish
language-uk = Ukrainian
language-zh = Chinese

audience-whole-public = everybody
audience-whole-members = those with an account here
audience-whole-nobody = nobody for now
audience-field-public = those who see my profile
audience-field-members = those with an account here
audience-field-nobody = nobody
audience-contact-public = those who see my profile
audience-contact-members = those with an account here
audience-contact-nobody = nobody

person-own = This is your profile, as you may see it.
person-change = Change it
person-place = Commune
person-approximate = Placed by its neighbours: distances are approximate.
person-languages = Languages
person-formats = Formats
person-website = Page
person-confirmed = Confirmed on
person-write = Write to { $name }
person-card = Card (vCard)
person-skills = Badges
person-skills-text = A proved badge was issued to this account by someone who vouches for it. A declared badge was added here with its code. A badge that is revoked, suspended or expired disappears by itself.
person-proved = proved
person-declared = declared
person-frameworks = Competences covered, by framework
person-report = Report this profile

relay-title = Write to { $name }
relay-intro = Your message is passed on by email. This page shows nobody’s address.
relay-name = Your name
relay-name-hint = as you would sign
relay-name-wrong = Write a name of at most 60 characters, without the address of a page or mailbox.
relay-email-hint = an email will ask you to confirm, then the message is sent
relay-known = The message is sent from the address of your account.
relay-words = Your message
relay-words-hint = at most { $count } characters
relay-words-wrong = Write a message of at most { $count } characters.
relay-reply = I agree that my address is given to this person so that they can reply to me.
relay-send = Send
relay-kept = The message is kept for 30 days, in case it is reported, and then disappears.
relay-sent-title = Noted
relay-sent = An email is on its way to your address, if it exists. Open its link within two days, and your message will be passed on. Check your spam folder too.
relay-sent-known = The message is on its way. The reply, if there is one, will come by email.
relay-confirm-title = Send your message?
relay-confirm-text = Press the button: you are the one who wrote, and the message is sent.
relay-confirm-button = Send my message
relay-gone-title = This link no longer works
relay-gone-text = It has been used, it is too old, or it is incomplete. Nothing has changed.

report-title = Report
report-profile-intro = Say what is wrong with the profile of { $name }. The people who run this site will read you; the profile will say nothing.
report-letter-intro = Say what is wrong with the message you received. The people who run this site will read it, along with your words.
report-words = What is wrong
report-words-hint = at most { $count } characters
report-words-wrong = Say it in a few words, at most { $count } characters.
report-send = Report
report-done-title = Thank you
report-done-text = Noted. Someone will take a look.

holds-title = Is your profile still correct?
holds-text = Press the button: it stays in the directory for another year.
holds-button = Yes, keep it for a year
holds-done-title = Thank you
holds-done-text = Your profile stays for another year.
holds-gone-title = This link no longer works
holds-gone-text = It has been used, your profile has changed since, or it is no longer there. You can find it in your space.

space-profile-text = A profile, so that people nearby find you. You choose, field by field, who sees it.
space-profile-open = Open my profile

profile-title = My profile in the directory
profile-intro = Nothing is required but a name. What you write here is shown only to the people you choose, and goes with the profile.
profile-saved = Your profile is saved.
profile-stale = Your profile was saved elsewhere in the meantime, in another tab or on another device. Nothing was overwritten: what you typed is still here. Save again to keep it instead.
profile-stale-see = See the other version
profile-flawed = Something needs correcting: see below. Nothing is lost.
profile-hidden = The administration has hidden your profile after a report. Write to it if you think this is a mistake.
profile-see = See my profile
profile-until = it stays until { $date }, and an email will tell you beforehand
profile-unseen = Your profile is kept, but nobody sees it.
profile-name = Name or pseudonym
profile-name-hint = the one under which people find you
profile-no-name = A name is needed, even if only a pseudonym.
profile-name-long = This name is too long: at most 60 characters.
profile-name-address = A name cannot contain an address: there is a field for your page.
profile-whole = My profile, with my name, is seen by
profile-callings = What I do
profile-seen-callings = What I do is seen by
profile-about = A few words
profile-about-hint = At most { $count } characters. Do not write about political opinions, union membership or your health: this is not the place.
profile-about-long = This is too long: at most { $count } characters.
profile-seen-about = These words are seen by
profile-place = Commune
profile-place-hint = a name or a postal code; the directory places nobody more precisely
profile-seen-place = My commune is seen by
profile-languages = Languages I host in
profile-seen-languages = My languages are seen by
profile-formats = Formats I host
profile-formats-hint = separated by commas, eight at most: La bataille de l’IA, moving debate, Wikipedia workshop…
profile-formats-wrong = At most eight formats of at most 60 characters each.
profile-seen-formats = My formats are seen by
profile-website = My page
profile-website-hint = its address, starting with https://
profile-website-wrong = This is not the address of a page: it starts with https:// and contains a name such as example.org.
profile-seen-website = My page is seen by
profile-skills = Badges shown
profile-skills-text = Those in your space, as long as they are valid. A badge shown leads to its page, where anyone can check it.
profile-skills-none = There is no badge in your space yet.
profile-badge = { $standing ->
    [valid] { $name }, { $date }
    [suspended] { $name }, { $date } (suspended: it does not appear)
   *[other] { $name }, { $date } (no longer valid: it does not appear)
}
profile-seen-skills = My badges are seen by
profile-reach = Being reached
profile-contact = May write to me
profile-contact-hint = Through a form that does not show your address. You only give it by replying.
profile-card = Let people save my card (vCard), with what each of them can see of my profile
profile-unindexed = Ask search engines and bots to leave me out
profile-age = I am { $age } or older.
profile-age-wrong = The directory is open from the age of { $age }: tick the box if that is your case.
profile-save = Save
profile-end = Leave the directory
profile-end-text = The profile is erased at once, everywhere. Your account and your badges stay.
profile-end-sure = Erase my profile
profile-end-unsure = Tick the box to confirm.
profile-end-button = Leave the directory

admin-people-title = Directory reports
admin-people-intro = What is reported about profiles and messages. A hidden profile is seen by nobody; the person concerned is told on their page.
admin-people-none = Nothing has been reported.
admin-people-count = { $count ->
    [0] No report is waiting.
    [one] One report is waiting.
   *[other] { $count } reports are waiting.
}
column-profile = Profile
column-words = What is said
column-letter = Message
column-settled = Seen (UTC)
reports-profile = the profile
reports-letter = a message received
reports-no-profile = the profile is gone
reports-hide = Hide the profile
reports-show = Show again
reports-settle = Settle
deed-profile-ended = profile erased
deed-profile-hidden = profile hidden
deed-profile-shown = profile shown again
deed-report-settled = report settled
job-ask-profiles = Profiles asked to confirm

register-profile = My profile in the directory, with who sees each field
register-profile-why = So that the people I chose can find me. It also goes as soon as I remove it.
register-relay = Messages written or received through the directory, with the sender’s address
register-relay-why = To pass them on without showing an address, and to be able to report them.
register-reports = Reports about the directory
register-reports-why = So that the administration looks at what is wrong.
person-vouch = Vouch for this person
