# Accounts: the way in, the second proof, my space.

footer-space = My space
entry-title = Come in
entry-within = You are already in with the address { $email }.
entry-intro = Give your address: a letter brings you a link and a code that work once. There is no password.
entry-not-needed = To answer a module and keep its badge you need none of this. An account is for those who animate, organise, write or review, and for keeping one's badges in one place.
entry-email-label = Email address
entry-email-hint = only used to know you again and to write to you what you ask for
entry-ask = Get the letter
entry-code-title = A letter is on its way
entry-sent = If this address exists, a letter reaches it within a minute. The link and the code work for { $minutes } minutes, in this browser.
entry-sent-how = Open the link of the letter in this browser, or type here the code that it holds.
entry-code-label = Code of the letter
entry-code-hint = 8 letters and digits
entry-enter = Come in
entry-again = Ask for another letter
entry-type-code = Type the code
entry-nothing = Nothing comes? Look among unwanted mail, check the address, or ask again in a few minutes: the newest letter is the right one.
entry-link-title = One more step to come in
entry-link-intro = Press the button: the link of the letter works once.
entry-link-other = You did not ask for anything? Close this page: nothing has happened.
refusal-address = This address is not complete or holds an impossible sign: check it, for example name@example.org.
refusal-entry-code = This code does not open, or no longer does: ask for another letter, or use the link.
refusal-entry-link = This link does not open, or no longer does. It works once, for ten minutes, in the browser in which it was asked for. The code of the same letter can be typed in that browser.

role-animator = Animating cafés
role-reviewer = Reviewing dossiers
role-coordinator = Coordination
role-author = Writing modules
role-admin = Administration

second-title = Second proof
second-intro = A role binds other people than you: beside the letter, a code that only your device knows is asked for, twice a day at most.
second-in-use = Codes are in use already. Finishing these steps replaces them.
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
proof-title = The code of your app
proof-intro = These pages bind other people: show that it is you.
proof-give = Continue
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
space-leave = Leave

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
refusal-badge-not-claimed = This badge still waits to be received: open “I have a code” first, then come back.
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
register-roles = The roles
register-roles-why = To know what you may do here, and who entrusted you with it.
register-sessions = The browsers in which you are in
register-sessions-why = So that you need not come in anew at each page, and can close a lost browser from afar. Its name in two words, no internet address.
register-entries = The letters of entry that were asked for
register-entries-why = So that the link and the code work once, in the browser that asked.
register-letters = The letters on their way
register-letters-why = So that a letter leaves even if the mail server is away for a while.
register-holdings = The badges kept in my space
register-holdings-why = To find them in one place.
register-audit = The log of deeds
register-audit-why = To know who gave a role or changed something. It holds numbers only: without your account they lead to no one.
register-attempts = Your attempts at a certification
register-attempts-why = To count the attempts and the time between two. Other modules keep nothing of it.
register-contests = What people report of a question
register-contests-why = To mend faulty questions. Nothing says who wrote it.
register-answers = The answers to modules
register-answers-why = To compute the result and show the explanations. They are tied to no account.
register-badges = The badges issued
register-badges-why = So that anybody to whom you show a badge can check it. The name in it is the one you chose, or none.
register-ground-request = Ground: you asked for it.
register-ground-safety = Ground: the legitimate interest of keeping this site and its badges safe.
register-ground-proof = Ground: the legitimate interest of being able to check what was issued.
register-goes-days = Goes after { $days } days.
register-goes-soon = Goes within the day.
register-goes-sent = Goes once the letter has left, after { $days } days at the latest.
register-goes-with-account = Goes with the account.
register-goes-never = Stays as long as the instance, so that the badge can be checked; its page lets you withdraw it.

erasure-title = Erase my account
erasure-intro = The account of { $email } goes away with all that hangs on it: address, roles, browsers, letters on their way, the keeping of badges. It is at once and for good.
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
