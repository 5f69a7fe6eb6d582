# Accounts: the way in, the second proof, my space.

footer-space = My space
entry-title = Sign in
entry-within = You are already signed in with the address { $email }.
entry-intro = Give your address: an email brings you a link and a code that work once. There is no password.
entry-not-needed = You need none of this to answer a module and keep its badge. An account is for people who host, organise, write or review, and for keeping your badges in one place.
entry-email-label = Email address
entry-email-hint = only used to recognise you and to send you what you ask for
entry-ask = Get the email
entry-code-title = An email is on its way
entry-sent = If this address exists, an email will reach it within a minute. The link and the code work for { $minutes } minutes, in this browser.
entry-sent-how = Open the link in the email in this browser, or type the code it contains here.
entry-code-label = Code from the email
entry-code-hint = 8 letters and digits
entry-enter = Sign in
entry-again = Ask for another email
entry-type-code = Type the code
entry-nothing = Nothing arriving? Look in your spam folder, check the address, or ask for another email in a few minutes: the most recent one is the right one.
entry-link-title = One more step to sign in
entry-link-intro = Press the button: the link in the email works only once.
entry-link-other = You did not ask for this? Close this page: nothing has happened.
refusal-address = This address is incomplete or contains a character that cannot be there: check it, for example name@example.org.
refusal-entry-code = This code does not work, or no longer does: ask for another email, or use the link.
refusal-entry-link = This link does not work, or no longer does. It works once, for ten minutes, in the browser where you asked for it. You can type the code from the same email in that browser.
entry-passkey-title = With a passkey
entry-passkey = Sign in with a passkey
entry-passkey-no-script = A passkey needs a script, which this browser does not run: you can still sign in by email.
passkey-interrupted = Nothing was shown: you stopped, or this device has no passkey for this site. Try again, or sign in another way.
refusal-passkey = This passkey opens nothing here, or the request is too old. Try again, or sign in by email.
refusal-passkey-copied = This passkey answered the way a copy would: it no longer opens anything. Sign in by email and remove it from your space.
refusal-passkey-taken = This passkey is already registered here, in your space or another one: use a different one.
refusal-passkeys-full = Your space already has as many passkeys as it can have: remove one first.
entry-provider-title = With an account you already have
entry-provider = Continue with { $provider }
provider-away-title = To { $provider }
provider-away = Your browser goes to { $provider }, which will say who you are, and comes back here.
provider-go = Go to { $provider }
provider-back = You are back from { $provider }.
provider-finish = Sign in
provider-unknown-title = { $provider } does not tell us who you are here
provider-unknown = No space is linked to this account. Sign in once by email, then link it: next time, { $provider } will be enough.
provider-unknown-letter = Sign in by email
refusal-provider = The answer from { $provider } is not right, or no longer valid: it works once, for ten minutes, in the browser that asked for it. Try again, or sign in by email.
refusal-provider-silent = { $provider } is not answering at the moment. Sign in by email.
refusal-identity-taken = This { $provider } account is already linked to another space.
identities-title = My accounts elsewhere
identities-intro = A { $provider } account linked here lets you sign in without an email. We keep only a fingerprint of it.
identities-done = Done. Your other browsers were closed.
identities-none = No account is linked yet.
identities-made = linked on { $date }
identities-used = , last used on { $date }
identities-remove = Unlink
identities-remove-named = Unlink the account “{ $name }”
identities-tie = Link a { $provider } account
passkeys-title = My passkeys
passkeys-intro = A passkey stays in your phone, your computer or your password manager. It lets you sign in without an email, with your finger, your face or your code, and also works as your second proof.
passkeys-none = No passkey yet.
passkeys-done = Done. Your other browsers were closed.
passkeys-made = added on { $date }
passkeys-used = , last shown on { $date }
passkeys-unnamed = A passkey
passkeys-doubted = It answered the way a copy would and no longer opens anything: remove it.
passkeys-remove = Remove
passkeys-remove-named = Remove “{ $name }”
passkeys-add = Add a passkey
passkeys-name-label = Name of the passkey
passkeys-name-hint = so that you can tell it apart, for example “my phone”
passkeys-make = Add
passkeys-no-script = A passkey needs a script, which this browser does not run. Without scripts, you sign in by email, and codes from an app are your second proof:

role-animator = Hosting cafés
role-reviewer = Reviewing dossiers
role-coordinator = Coordination
role-author = Writing modules
role-admin = Administration

second-title = Second proof
second-intro = A role affects people other than you: besides the email, you are asked for a second proof, twice a day at most. Here, a code that only your device knows.
second-in-use = Codes are already in use. Finishing these steps replaces them.
second-passkeys = Simpler: a passkey, with your finger, your face or your device’s code
second-step-app = Install an authenticator app, for example Aegis, FreeOTP or 2FAS; many password managers include one.
second-step-scan = Scan the image with it, or copy the key into it.
second-step-code = Type the six-digit code it shows here.
second-qr = QR code to scan with the authenticator app
second-open-app = Open the app on this device
second-secret = The key to copy:
second-code-label = Code from the app
second-code-hint = 6 digits, which change every thirty seconds
second-confirm = Start using it
second-remove = Stop using codes
refusal-second-code = This code is not right. Wait for the next one, and check that your device’s clock is correct.
proof-title = Show that it is you
proof-intro = These pages affect other people: give your second proof.
proof-give = Continue
proof-passkey = Use a passkey
proof-passkey-no-script = Your passkey needs a script, which this browser does not run. Without scripts, codes from an app are your second proof.
proof-lost = Lost your device? Somebody who runs the server can print a way in for you with “crema account grant”.

space-title = My space
space-intro = You are signed in with the address { $email }.
space-roles = My roles
space-second-asked = With a role, you are asked for a second proof: set it up now.
space-stays = Where I am signed in
space-stays-intro = A browser you do not recognise? Close it from here.
space-stay = { $client }, since { $began }, until { $ends } at most
space-stay-unknown = A browser
space-stay-own = (this one)
space-stay-end = Close
space-stays-end = Close all others
space-passkeys = Sign in with your finger, your face or your device’s code, without waiting for an email.
space-identities = Sign in with a { $provider } account, without waiting for an email.
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
space-badge-remove = Remove from here
space-attach = Keep a badge here
space-attach-text = Did you receive a badge without an account? Type its code, from the card or the result screen, to keep it here. It does not change, and stays yours even without an account.
space-attach-button = Keep
refusal-badge-not-claimed = This badge has not been received yet: open “My code” first, then come back.
refusal-badge-held = This badge is already kept in another space. If that is a mistake, talk to your host.
space-data = My data
space-data-text = What is stored about you, why, and when it goes.

stored-title = What is stored about me
stored-intro = This is everything the program can store about anyone, taken from its own table. Nothing is sold, nothing is measured, nothing leaves.
stored-export = Take it all with me (JSON)
register-mailbox = The address and the language
register-mailbox-why = To recognise you when you sign in, and to send you what you ask for.
register-second = The codes from your app
register-second-why = To know that a second proof is in use, and that no code served twice. The key itself is not stored.
register-passkeys = Your passkeys
register-passkeys-why = Their name, their public half, when they were added and used: enough to recognise you. The secret half never leaves your device.
register-identities = Your accounts elsewhere
register-identities-why = To recognise you when you sign in with an account you linked. Neither its name nor its address: a fingerprint made with this server’s key.
register-ceremonies = What your browser was asked and has not answered
register-ceremonies-why = So that each answer, of a passkey or of an account elsewhere, works once only, within minutes.
register-roles = The roles
register-roles-why = To know what you may do here, and who entrusted you with it.
register-sessions = The browsers where you are signed in
register-sessions-why = So that you need not sign in on every page, and can close a lost browser from afar. Its name in two words, no internet address.
register-entries = The sign-in emails that were asked for
register-entries-why = So that the link and the code work once, in the browser that asked.
register-letters = The emails on their way
register-letters-why = So that an email leaves even if the mail server is away for a while.
register-holdings = The badges kept in my space
register-holdings-why = To find them in one place.
register-audit = The activity log
register-audit-why = To know who gave a role or changed something. It holds numbers only: without your account they lead to no one.
register-attempts = Your attempts at a certification
register-attempts-why = To count the attempts and the time between two. Other modules keep nothing of it.
register-contests = What people report of a question
register-contests-why = To correct faulty questions. Nothing says who wrote it.
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
