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
