# Accounts: the way in, the second proof, my space.

footer-space = My space
entry-title = Come in
entry-within = You are already in with the address { $email }.
entry-intro = Give your address: an email brings you a link and a code that work once. There is no password.
entry-not-needed = To answer a module and keep its badge you need none of this. An account is for those who animate, organise, write or review, and for keeping one’s badges in one place.
entry-email-label = Email address
entry-email-hint = only used to know you again and to write to you what you ask for
entry-ask = Get the email
entry-code-title = An email is on its way
entry-sent = If this address exists, an email reaches it within a minute. The link and the code work for { $minutes } minutes, in this browser.
entry-sent-how = Open the link of the email in this browser, or type here the code that it holds.
entry-code-label = Code from the email
entry-code-hint = 8 letters and digits
entry-enter = Come in
entry-again = Ask for another email
entry-type-code = Type the code
entry-nothing = Nothing comes? Look among unwanted mail, check the address, or ask again in a few minutes: the newest email is the right one.
entry-link-title = One more step to come in
entry-link-intro = Press the button: the link of the email works once.
entry-link-other = You did not ask for anything? Close this page: nothing has happened.
refusal-address = This address is not complete or holds an impossible sign: check it, for example name@example.org.
refusal-entry-code = This code does not open, or no longer does: ask for another email, or use the link.
refusal-entry-link = This link does not open, or no longer does. It works once, for ten minutes, in the browser in which it was asked for. The code of the same email can be typed in that browser.
entry-passkey-title = With a passkey
entry-passkey = Come in with a passkey
entry-passkey-no-script = A passkey is shown by a script, which this browser does not run: the email remains the way in.
passkey-interrupted = Nothing was shown: you stopped, or this device has no passkey for this site. Try again, or take another way.
refusal-passkey = This passkey opens nothing here, or the request is too old. Try again, or come in by email.
refusal-passkey-copied = This passkey answered as a copy would: it opens nothing any more. Come in by email and remove it from your space.
refusal-passkey-taken = This passkey is registered here already, in your space or in another one: use another.
refusal-passkeys-full = Your space already has as many passkeys as it may: remove one first.
entry-provider-title = With an account that you already have
entry-provider = Continue with { $provider }
provider-away-title = To { $provider }
provider-away = Your browser goes to { $provider }, which will say who you are, and comes back here.
provider-go = Go to { $provider }
provider-back = You come back from { $provider }.
provider-finish = Come in
provider-unknown-title = { $provider } does not tell us who you are here
provider-unknown = No space is tied to this account. Come in by email once, then tie it: the next time { $provider } will do.
provider-unknown-letter = Come in by email
refusal-provider = The answer of { $provider } does not fit, or no longer does: it works once, for ten minutes, in the browser that asked for it. Try again, or come in by email.
refusal-provider-silent = { $provider } does not answer at the moment. Come in by email.
refusal-identity-taken = This account of { $provider } is already tied to another space.
identities-title = My accounts elsewhere
identities-intro = An account of { $provider } that is tied here lets you in without an email. We keep only a fingerprint of it.
identities-done = Done. Your other browsers were closed.
identities-none = No account is tied yet.
identities-made = tied on { $date }
identities-used = , last used on { $date }
identities-remove = Untie
identities-remove-named = Untie the account “{ $name }”
identities-tie = Tie an account of { $provider }
passkeys-title = My passkeys
passkeys-intro = A passkey stays in your phone, your computer or your password manager. It lets you in without an email, by your finger, your face or your code, and is a second proof too.
passkeys-none = No passkey yet.
passkeys-done = Done. Your other browsers were closed.
passkeys-made = added on { $date }
passkeys-used = , last shown on { $date }
passkeys-unnamed = A passkey
passkeys-doubted = It answered as a copy would and opens nothing any more: remove it.
passkeys-remove = Remove
passkeys-remove-named = Remove “{ $name }”
passkeys-add = Add a passkey
passkeys-name-label = Name of the passkey
passkeys-name-hint = to know it again here, for example “my phone”
passkeys-make = Add
passkeys-no-script = A passkey is made by a script, which this browser does not run. Without script the email lets you in and the codes of an app are the second proof:

role-animator = Animating cafés
role-reviewer = Reviewing dossiers
role-coordinator = Coordination
role-author = Writing modules
role-admin = Administration

second-title = Second proof
second-intro = A role binds other people than you: beside the email, a second proof is asked for, twice a day at most. Here, a code that only your device knows.
second-in-use = Codes are in use already. Finishing these steps replaces them.
second-passkeys = Simpler: a passkey, by your finger, your face or the code of your device
second-step-app = Install an app of codes, for example Aegis, FreeOTP or 2FAS; many password managers hold one.
second-step-scan = Scan the image with it, or copy the key into it.
second-step-code = Type here the code of six digits that it shows.
second-qr = QR code to scan with the app of codes
second-open-app = Open the app on this device
second-secret = The key to copy:
second-code-label = Code of the app
second-code-hint = 6 digits, which change every thirty seconds
second-confirm = Put into use
second-remove = Use codes no longer
refusal-second-code = This code does not fit. Wait for the next one, and check that the time of your device is right.
proof-title = Show that it is you
proof-intro = These pages bind other people: give your second proof.
proof-give = Continue
proof-passkey = Show a passkey
proof-passkey-no-script = Your passkey is shown by a script, which this browser does not run. Without script the codes of an app are the second proof.
proof-lost = Lost your device? Somebody who runs the server can print a way in for you with “crema account grant”.

space-title = My space
space-intro = You are in with the address { $email }.
space-roles = My roles
space-second-asked = With a role, a second proof is asked of you: choose it now.
space-stays = Where I am in
space-stays-intro = A browser that you do not know? Close it from here.
space-stay = { $client }, since { $began }, until { $ends } at most
space-stay-unknown = A browser
space-stay-own = (this one)
space-stay-end = Close
space-stays-end = Close all others
space-passkeys = Come in by your finger, your face or the code of your device, without waiting for an email.
space-identities = Come in by an account of { $provider }, without waiting for an email.
space-leave = Sign out

space-badges = My badges
space-badges-none = No badge is kept here yet.
space-badge-about = { $standing ->
    [valid] Received on { $date }
    [revoked] Revoked; received on { $date }
    [suspended] Suspended; received on { $date }
    [withdrawn] Withdrawn; received on { $date }
   *[other] Replaced; received on { $date }
}
space-badge-until = , valid until { $date }
space-badge-remove = Take out of here
space-attach = Keep a badge here
space-attach-text = You received a badge without an account? Its code (that of the card or of the result) keeps it here. It stays the same, and stays yours without an account.
space-attach-button = Keep
refusal-badge-not-claimed = This badge still waits to be received: open “My code” first, then come back.
refusal-badge-held = This badge is kept in another space already. If that is a mistake, speak to whoever animates.
space-data = My data
space-data-text = What is stored about you, why, and when it goes.

stored-title = What is stored about me
stored-intro = This is everything that the program can store about somebody, taken from its own table. Nothing is sold, nothing is measured, nothing goes elsewhere.
stored-export = Take it all with me (JSON)
register-mailbox = The address and the language
register-mailbox-why = To know you again when you come in, and to write to you what you ask for.
register-second = The codes by time
register-second-why = To know that a second proof is in use, and that no code served twice. The key itself is not stored.
register-passkeys = Your passkeys
register-passkeys-why = Their name, their public half, when they were added and shown: enough to know you again. The secret half never leaves your device.
register-identities = Your accounts elsewhere
register-identities-why = To know you again when you come in by an account that you tied. Neither its name nor its address: a fingerprint made with a key of this server.
register-ceremonies = What your browser was asked and has not answered
register-ceremonies-why = So that each answer, of a passkey or of an account elsewhere, works once only, within minutes.
register-roles = The roles
register-roles-why = To know what you may do here, and who entrusted you with it.
register-sessions = The browsers in which you are in
register-sessions-why = So that you need not come in anew at each page, and can close a lost browser from afar. Its name in two words, no internet address.
register-entries = The emails of entry that were asked for
register-entries-why = So that the link and the code work once, in the browser that asked.
register-letters = The emails on their way
register-letters-why = So that an email leaves even if the mail server is away for a while.
register-holdings = The badges kept in my space
register-holdings-why = To find them in one place.
register-audit = The log of deeds
register-audit-why = To know who gave a role or changed something. It holds numbers only: without your account they lead to no one.
register-attempts = Your attempts at a certification
register-attempts-why = To count the attempts and the time between two. Other modules keep nothing of it.
register-contests = What people report of a question
register-contests-why = To mend faulty questions. Nothing says who wrote it.
register-answers = The answers to modules
register-answers-why = To compute the result and show the explanations. They are tied to no account, except in a certification.
register-results = Results near the bar of a certification, which a person reads
register-results-why = So that nobody is refused by a machine alone. The answers are then kept until thirty days after the decision; without one, ninety days at most.
register-badges = The badges issued
register-badges-why = So that anybody to whom you show a badge can check it. The name in it is the one you chose, or none.
register-ground-request = Ground: you asked for it.
register-ground-safety = Ground: the legitimate interest of keeping this site and its badges safe.
register-ground-proof = Ground: the legitimate interest of being able to check what was issued.
register-goes-days = Goes after { $days ->
        [365] one year
        [730] two years
        [1095] three years
        [1460] four years
       *[other] { $days } days
    }.
register-goes-soon = Goes within the day.
register-goes-sent = Goes once the email has left, after { $days } days at the latest.
register-goes-with-account = Goes with the account.
register-goes-never = Stays as long as the instance, so that the badge can be checked; its page lets you withdraw it.

erasure-title = Erase my account
erasure-intro = The account of { $email } goes away with all that hangs on it: address, roles, browsers, emails on their way, the keeping of badges. It is at once and for good.
erasure-badges = Your badges are not touched: the files that you have stay valid and can be checked, and their codes still open them.
erasure-sure = Yes, I want to erase my account
erasure-button = Erase
erasure-unsure = Tick the box to confirm.
erasure-last-admin = You are the only one who administers this instance: entrust somebody else with that role first.
register-rooms = Codes for a room
register-rooms-why = To give a badge to each person present, and no more.
register-batches = Badges given by hand
register-batches-why = To know who gave them, and what became of each row.
register-recipients = The people on a list of badges to give
register-recipients-why = While the badges are being signed: name and address are erased as soon as the row is done.
register-doubts = Reported badges
register-doubts-why = To correct or take back a badge that is false or hurtful. Who reports it is not asked for.
