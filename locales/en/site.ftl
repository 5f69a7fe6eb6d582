# The site: home, modules, legal pages.

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date = { $day } { $month } { $year }
percent = { $share }%

skip-link = Skip to content
nav-label = Main navigation
nav-modules = Modules
nav-claim = I have a code
nav-verify = Verify
other-language = Français
footer-issuer = Who are we?
footer-accessibility = Accessibility: not compliant
footer-privacy = Privacy
footer-ecodesign = Ecodesign
footer-licence = Licence
footer-test = A test instance: its badges are tests only.

home-title = Talk about AI, and see where you stand
home-intro = Short questions to understand artificial intelligence, alone or around a table. You go at your own pace, you see the explanations at once, and you leave with a badge that is yours.
home-promise = No account, no address, no timer.
home-modules = Choose a module
home-verify-title = Somebody shows you a badge?
home-verify-text = Scan its QR code, or give us its file: one sentence tells you whether it is authentic.
home-code-title = You have a code?
home-code-text = A code on a card, or written down during a café, opens your badge or your questions.
home-resume = Resume a questionnaire
modules-title = The modules
modules-none = No module is served at the moment.
module-minutes = about { $minutes } minutes
module-questions = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
module-audience = For whom: { $audience }
module-start = Start
module-parts = The path
module-levels = The levels and their badges
module-sources = The sources
module-free = No account and no address. Your answers are erased after { $days } days.
module-keep = Your badge stays yours.
module-about = Content under licence { $licence }, version { $version }, by { $authors }.
module-about-unnamed = Content under licence { $licence }, version { $version }.

legal-accessibility-title = Accessibility
legal-accessibility-state = This instance has not been audited yet: it is therefore declared “not compliant” with the French RGAA.
legal-accessibility-text = The pages are made to work without script, by keyboard, with a screen reader and in large print. If something stops you, tell us: { $contact }.
legal-contact-missing = this instance has not given an address yet
legal-privacy-title = Privacy
legal-privacy-attempt = To answer a module, nothing is asked about you. Your answers are kept under a random number and erased { $days } days after the start.
legal-privacy-cookie = One cookie, “attempt”, opens the current questionnaire in this browser. It goes away after a day, or as soon as you hand over to the next person. Another, “session”, exists only if you ask to enter an account. There is no third, and no audience measurement.
legal-privacy-badge = If you give a first name or nickname for your badge, it is written into it and visible to anyone who has the link. An earned badge waits for a year; a received badge is kept as long as the instance exists, so that it can be verified.
legal-privacy-address = Your internet address only serves to limit abuse: it is never written to disk.
legal-ecodesign-title = Ecodesign
legal-ecodesign-text = Each page weighs less than 30 kB and asks nothing of other sites: no font, no heavy image, no script that it could not do without. The program is one file and runs on a small machine.
legal-licence-title = Licence
legal-licence-text = The program crema is free software (MIT or Apache-2.0). The modules are shared under CC-BY-SA 4.0: you may reuse and improve them, naming their authors and under the same licence.
