# The administration: lists, and few deeds.

admin-title = Administration
admin-nothing-yet = Your role has nothing to do here yet.
list-said = { $total ->
    [one] { $total } row
   *[other] { $total } rows
}, page { $page } of { $pages }
list-file = File for a spreadsheet (CSV)
list-action = Deed
list-before = Page before
list-after = Next page
yes = yes
no = no
admin-modules-title = Modules
admin-modules-count = { $count ->
    [one] { $count } module served
   *[other] { $count } modules served
}
admin-modules-intro = What is served, and what the check finds in the files. A changed file is read again within seconds; where it has an error, the version before goes on being served.
module-state-served = served
module-state-kept = earlier version served: file to be mended
module-state-refused = refused: to be mended
admin-achievements-title = Badges awarded
admin-achievements-count = { $count ->
    [one] { $count } badge
   *[other] { $count } badges
}
admin-achievements-intro = What the badges of this instance attest, in their newest version. A published version is never rewritten.
admin-achievements-none = No module that is served awards a badge.
admin-members-title = Members and roles
admin-members-count = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}
admin-members-intro = The accounts, and what they are entrusted with. Changing a role puts the person out everywhere: they come in again with what they may now do.
admin-members-none = Nobody has an account yet.
admin-members-add = Entrust an address with a role
admin-jobs-title = Letters and jobs
admin-jobs-count = { $waiting } waiting, { $failed } given up
admin-jobs-intro = What is sent or done later. A job that was given up waits here for somebody to send it again; it goes after thirty days, since it holds an address.
admin-jobs-none = Nothing waits: everything has left.
job-send-letter = Letter
job-forget = Forgetting what is past its time
job-state-waiting = waiting
job-state-again = will be tried again
job-state-failed = given up
job-revive = Send again
admin-audit-title = Log of deeds
admin-audit-count = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
admin-audit-intro = Who did what, over a year at most. People are numbers here: those of the list of members.
admin-audit-none = Nothing was noted yet.
admin-settings-title = Settings
admin-settings-text = As they are right now, without the secrets
admin-settings-intro = They are changed in crema.toml or by the environment, then by a restart.
column-title = Title
column-version = Version
column-languages = Languages
column-questions = Questions
column-responses = Responses
column-state = State
column-findings = To be mended
column-module = Module
column-level = Level
column-address = Address
column-roles = Roles
column-second = Second proof
column-created = Made
column-entered = Last entered
column-id = Number
column-job = Job
column-tries = Tries
column-added = Added
column-due = Due
column-error = Last error
column-at = When (UTC)
column-actor = Who
column-deed = What
column-subject = To what
column-detail = Detail
member-title = A member
member-new-title = Entrust with a role
member-no-role = No role: a plain account.
member-give = Entrust with a role
member-give-text = With a role, a second proof will be asked for at the door of these pages.
member-address-hint = the account is made where there is none; the person comes in with a letter
member-role = Role
member-take-back = Take back
member-territory = Department (optional)
member-territory-hint = for example 93, 2A or 974; empty: everywhere
refusal-role = Choose a role.
refusal-role-stays = This role cannot be taken back: it is no longer there, or it is the last person who administers.
refusal-territory = This is no code of a department.

deed-entered = came in
deed-invited = way in printed
deed-role-granted = role given
deed-role-taken = role taken back
deed-sessions-ended = browsers closed
deed-second-added = second proof added
deed-second-removed = second proof removed
deed-badge-attached = badge kept
deed-badge-detached = badge taken out
deed-account-erased = account erased
deed-job-revived = job sent again

flaw-quotes = quotes are not closed
flaw-cells = this row has more cells than the header
flaw-name-long = the name is too long: 60 characters at most
flaw-name-address = a name cannot hold a web address
flaw-email = the mail address is not complete, or has a sign that it cannot have
flaw-evidence = the evidence is too long: 500 characters at most
flaw-day = the date cannot be read, or is still to come: write 2026-11-24 or 24/11/2026
recipients-no-name = the first row has to name the columns, one of them “name”: name,email,evidence,issued_on
recipients-column = the column “{ $name }” is not known, or stands twice: name,email,evidence,issued_on
recipients-nobody = nobody is on this list
recipients-too-many = more than 100,000 people: split the list
flaw-over = by that date the badge would have expired already

flaw-issued = badge given
flaw-already = given before
flaw-waiting = waiting
draft-new-title = Write a badge
draft-edit-title = A new version of the badge
draft-intro = A badge that is given by hand: for having been at a café, for joining, for helping. It says what the person did and no more. A published version is never rewritten: each change makes a new one.
draft-name = Name of the badge
draft-name-hint = short and simple, for instance “Led an AI café”
draft-slug = End of its address
draft-slug-hint = small letters, digits and hyphens; leave it empty to have it made of the name
draft-description = What it says of the person
draft-description-hint = one or two sentences, which strangers will read
draft-criteria = How it is obtained
draft-criteria-hint = the rules, one a line, each beginning with a hyphen
draft-alt = What the image shows
draft-alt-hint = for who does not see it, for instance “A cup of coffee and three stars”
draft-months = How long it holds, in months
draft-months-hint = leave it empty if it does not end
draft-kind = Kind of badge
draft-kind-badge = What the person did
draft-kind-membership = A membership
draft-awarders = Who may give it, beside the administration
draft-button = Publish
draft-error-slug = The address can only have small letters, digits and hyphens, 60 signs at most.
draft-error-taken = This is the address of a badge already.
draft-error-name = Give a name of 80 signs at most.
draft-error-description = Say in a few sentences what the badge attests (600 signs at most).
draft-error-criteria = Say how it is obtained (2,000 signs at most).
draft-error-alt = Describe the image (200 signs at most).
draft-error-months = A number of months, between 1 and 240, or nothing.
giving-made = Badge given
giving-again = The same badge had been given before
giving-made-text = Hand the person the address of their own page: nobody else should have it.
giving-holder = Their own page
giving-public = What this badge means
giving-edit = Change its texts
giving-one = Give it to one person
giving-email = Mail address (optional)
giving-evidence = What was shown (optional)
giving-evidence-hint = a sentence, or the address of a page; visible to anyone who has the link
giving-button = Give the badge
giving-room = Give it to a room
giving-room-intro = One code for everybody present: each takes a badge of their own with it.
giving-room-most = For how many people (500 at most)
giving-room-hours = For how many hours (168 at most)
giving-room-button = Make a code
giving-room-error = Between 1 and 500 people, between 1 and 168 hours.
giving-room-made = The code for the room
giving-room-text = Show it or read it out; it is typed at { $address }. It is shown this once.
giving-room-row = { $taken } badges of { $most } taken, until { $date }
giving-room-end = Close
giving-list = Give it to a list
giving-list-intro = A table with the columns name, email, evidence, issued_on; only the name is needed. The same list a second time gives nothing twice.
giving-list-file = CSV file
giving-list-paste = or paste the list
giving-list-button = Give to the list
giving-list-row = List of { $date }
batch-title = A list of badges
batch-going = { $done } rows of { $total } are done: reload the page to see how it goes on.
batch-done = { $total } rows, all done.
batch-back = Back to the badge
column-line = Row
column-fate = Result
column-badge = Badge
admin-achievements-new = Write a badge
deed-room-opened = code for a room made
deed-room-closed = code for a room closed
deed-achievement-written = badge written
deed-badges-given = badges given
deed-standing-set = standing of a badge changed
job-give-batch = Badges of a list
job-remind = Reminders that badges end
space-giving = Give a badge

admin-badges-title = Standing of a badge
admin-badges-text = Revoke, suspend, reinstate
standing-intro = Type the address of a badge of this instance, or the code of a badge that nobody has received yet. What is revoked stays so; what is suspended can hold again.
standing-address = Address or code of the badge
standing-address-hint = that of its page or of one of its files
standing-see = See
standing-reason = Reason
standing-reason-hint = its page will show it, in plain words, without anybody's name
standing-now = Standing now
standing-revoke = Revoke
standing-suspend = Suspend
standing-reinstate = Reinstate
standing-changed = Done. The page of the badge says so already.
standing-unknown = This is neither the address nor the code of a badge of this instance.
standing-no-reason = Say why, in a few words.
standing-refused = This badge cannot go to that standing.
standing-final = This standing is final.

standing-waits = This badge still waits for its person: nobody has received it.
standing-cancel = Cancel this code
standing-cancelled = Done: this code opens nothing any more.
deed-claim-cancelled = code of a badge cancelled
deed-doubt-settled = report settled
admin-doubts-title = Reported badges
admin-doubts-intro = What people have reported, first what waits. Each report is erased after a year.
admin-doubts-none = Nobody has reported a badge.
admin-doubts-count = { $count ->
    [0] No report waits.
    [one] One report waits.
   *[other] { $count } reports wait.
}
column-ground = Reason
column-about = Badge
doubt-waits = Waits
doubt-badge = See the badge
doubt-standing = Revoke or suspend the badge
doubt-outcome = What do you do with this report?
doubt-outcome-unfounded = Nothing is wrong with this badge
doubt-outcome-name-hidden = Take the name off: the badge is signed again, without a name
doubt-outcome-acted = Settled otherwise: badge revoked, issuer told…
doubt-settle = Settle
doubt-settled = Settled on { $date }.
doubt-no-outcome = Choose what comes of it.
doubt-refused = That is not possible: somebody has settled it already, or this badge no longer holds.
