# Certification: one’s dossier, attestations, the room, the readings.

certifications-title = My certifications
certifications-intro = What can be certified here, and where you stand.
certifications-none = No certification is open here yet: a panel of people has to set the bar of the questionnaire first.
space-certifications = Hosting cafés can be certified: a supervised questionnaire, attested cafés, a story read by peers.
certification-progress = { $done } steps done out of { $all }
certification-until = Certified until { $date }
certification-signing = Everything is there: the badge is being signed.
certification-not-begun = Not begun yet
certification-lead-yours = There is something left for you to do: the steps marked “Yours”.
certification-lead-wait = Nothing for you to do: other people are at work, and an email will let you know.
certification-state-done = Done
certification-state-yours = Yours
certification-state-witness = Waiting for the person who confirms
certification-state-readers = Waiting for the peers who read
certification-steps = The steps
certification-badge = Your badge
certification-given = { $standing ->
    [valid] Valid until { $date }. It can be renewed within the { $months } months before or after that day, with a recently confirmed café. An email will remind you.
   *[other] This badge is no longer valid.
}
certification-step-badges = The badges to have
certification-step-charter = The charter
certification-charter-how = A certified person carries the charter to the public: read it, then say in your own name whether you adhere to it. You may withdraw at any time.
certification-charter-done = You adhere to it in your own name.
certification-charter-go = Adhere to the charter
certification-step-questionnaire = The supervised questionnaire
certification-step-cafes = The attested cafés
certification-step-story = The story read by peers
certification-held = in your space
certification-not-held = not in your space yet
certification-badges-how = Have you already received it? Put it in your space with its code.
certification-passed-on = Passed on { $date }.
certification-questionnaire-how = It is taken in a room, with a certified person who gives you a code. No camera, no remote monitoring.
certification-questionnaire-go = Begin with a code
certification-cafes-count = { $there } of { $needed }, among cafés hosted since { $since }.
certification-cafe = { $date }, { $place }: { $crowd }, { $format }
certification-cafe-confirmed = Attested by { $signer }, { $organisation } ({ $quality ->
    [host] host structure
   *[other] referent
})
certification-cafe-declined = Not attested: { $why }
certification-cafe-waits = Asked; it can be answered until { $date }
certification-cafe-over = No answer: you can take it back and ask again
certification-cafe-take-back = Take the request back
certification-cafe-ask = Have a café attested
certification-cafe-other = Have another café confirmed
certification-cafe-how = The host organisation, or a referent, receives an email and answers in a minute. No list of names is asked for.
certification-cafe-button = Send the request
certification-day = Day of the café
certification-day-hint = for example 2026-10-15
certification-place = Commune
certification-place-hint = where the café took place
certification-crowd = How many people came?
crowd-1-5 = 1 to 5 people
crowd-6-15 = 6 to 15 people
crowd-16-30 = 16 to 30 people
crowd-31 = more than 30 people
certification-format = Format
certification-format-hint = for example debate, writing workshop, game
certification-witness = Address of the person who attests
certification-witness-hint = it is used for this request only; it cannot be your own
certification-wrong-day = Give the day in the form 2026-10-15.
certification-wrong-crowd = Choose a range.
certification-wrong-place = Give the commune, in at most 120 characters.
certification-wrong-format = Say the format, in at most 120 characters.
certification-wrong-future = This day is still to come.
certification-wrong-old = This café was too long ago to count.
certification-wrong-own = You cannot confirm your own café: give the address of the host organisation or of a referent.
certification-wrong-twice = This café, on that day and in that commune, is asked for or attested already.
certification-wrong-often = You have sent many requests today: come back tomorrow.
certification-story-read = Your story is being read blind: the peers do not know who wrote it, and do not see what the others think.
certification-story-appealed = Your appeal is in the hands of peers who had not read this story.
certification-story-passed = Your story is accepted.
certification-story-refused = Your story is not accepted this time; the reasons are below. You can ask for another reading until { $date }, or write another one.
certification-story-closed = This story is not accepted. You can write another one whenever you wish.
certification-readings = What the peers say
certification-between = between “{ $lower }” and “{ $upper }”
certification-story-mine = Read my story again
certification-story-write = Write the story
certification-story-label = Your story
certification-story-hint = between { $least } and { $most } words, without names of people or places: the peers must not recognise you. The text goes two months after the decision.
certification-story-button = Hand the story in
certification-wrong-words = This text has { $count } words: that is outside the limits.
certification-appeal = Ask for another reading
certification-appeal-how = Other peers read the same story, without knowing what the first ones said. It can be asked for once.
certification-appeal-words = What you want to tell them (optional)
certification-appeal-hint = without names of people
certification-appeal-button = Ask for another reading
certification-open = Open my dossier
certification-open-how = The dossier brings the steps together on this page. Take them in the order you like.
certification-renew = Renew
certification-renew-how = One café attested recently is enough. The new badge follows on from the old one.
certification-declare = I declare
certification-age = I am at least { $age } years old.
certification-declare-all = Tick every line to go on.
certification-name = Name on the badge (optional)
certification-name-hint = visible to anyone who has the link
certification-structure = Organisation (optional)
certification-structure-hint = where you work or volunteer, so that nobody from there reads your story
result-questionnaire-passed = The questionnaire is passed. What follows is in your space, on the page “My certifications”.

module-supervised = This questionnaire is taken in a room, with an account and the code that the supervising person gives. No camera, no remote monitoring.
module-supervised-start = Begin with a code
module-placeholder = This questionnaire is open to try: its bar is not set yet, and it gives no badge for now.
supervised-title = Begin the supervised questionnaire
supervised-intro = The certified person with you shows a code. It works for this session, and for a limited time.
supervised-code = Code of the session
supervised-code-hint = 12 letters and digits
supervised-resume = Have you already begun the questionnaire? The same button opens it again, with or without a code.
refusal-supervision-closed = No session is open with this code: it has ended, it is full, or it is for another questionnaire. Ask the supervising person.

attestation-title = A Café IA to attest
attestation-intro = { $author } says they hosted this café and asks you to confirm it.
attestation-what = Your answer helps certify the host. Confirm only what you know: no names of participants, no photos.
attestation-confirm = I confirm
attestation-signer = Your name
attestation-signer-hint = the host will see it
attestation-quality = You are answering
quality-host = for the host organisation
quality-referent = as a referent of Café IA
attestation-organisation = Organisation
attestation-organisation-hint = for example the library, the town hall, the association
attestation-sure = This café took place as described, and it is not my own.
attestation-confirm-button = Confirm this café
attestation-decline = I cannot confirm
attestation-words = Why?
attestation-words-hint = the host will read it; at most 500 characters
attestation-decline-button = Do not confirm
attestation-kept = What you write is kept for four years at most, with the dossier. Your address is not.
attestation-confirmed = Thank you: this café is confirmed. There is nothing more to do.
attestation-declined = Your answer is noted: this café is not confirmed.
attestation-over = This request is too old: it no longer needs an answer.
attestation-wrong-signer = Give your name, in at most 120 characters.
attestation-wrong-quality = Say in what capacity you are answering.
attestation-wrong-organisation = Name the organisation, in at most 120 characters.
attestation-wrong-sure = Tick the box to confirm.
attestation-wrong-words = Say why, in at most 500 characters.

supervision-title = Supervise a questionnaire
supervision-intro = Open a session, then show its code to the people in the room.
supervision-rule-there = Stay in the room until the end.
supervision-rule-who = Give the code only to people who are there; you cannot use your own.
supervision-rule-camera = No camera, no photo, no identity papers.
supervision-told = Begun: { $taken } of { $most }; session until { $until }.
supervision-code = Code to show:
supervision-end = End the session
supervision-over = Session over.
supervision-may-not = To supervise, you need a valid hosting badge, or to be a founding reviewer.
supervision-none = No module of this instance is supervised.
supervision-open = Open a session
supervision-module = Module
supervision-people = Number of people
supervision-people-hint = at most { $most }
supervision-hours = Length in hours
supervision-hours-hint = at most { $most }
supervision-wrong-people = Give a number between 1 and { $most }.
supervision-wrong-hours = Give a number of hours between 1 and { $most }.
supervision-wrong-module = Choose a module.

admin-reviews-title = Reviews
admin-reviews-count = { $count ->
    [0] No story is waiting for you.
    [one] One story is waiting for you.
   *[other] { $count } stories are waiting for you.
}
reviews-intro = Stories of hosting to review blind, with the module’s rubric. You do not know who wrote them, and nobody knows that it is you.
reviews-structure-needed = First say which organisation you work or volunteer for: without that, no story can be given to you.
reviews-waiting = Reviews waiting
reviews-none = Nothing is waiting at the moment.
reviews-line = { $round ->
    [1] A story, given on { $asked }, to be read before { $due }
   *[other] An appeal, given on { $asked }, to be read before { $due }
}
reviews-read = Read
reviews-done = Reviews done: { $count }
reviews-structure = My organisation
reviews-structure-hint = leave it empty if you have none; it only serves to avoid conflicts of interest
reviews-structure-button = Save
reviews-not-yours = Stories are given to people who have the role “Reviewing dossiers”.
reviews-read-title = Review a story
reviews-how = Choose a step for each criterion, then tell the person what convinced you and what is missing. To be done before { $date }.
reviews-story = The story
reviews-appeal = What the person who asks for this new reading says
reviews-words = Your message to the person
reviews-words-hint = at least 20 characters; it will be read without your name
reviews-button = Hand in my review
reviews-wrong-words = Explain your opinion, in at least 20 characters.
reviews-wrong-step = Choose a step for each criterion.
reviews-conflict-text = Do you recognise the person, or are you connected to them? Give this story back: someone else will read it.
reviews-conflict = I am not neutral

admin-dossiers-title = Dossiers
admin-dossiers-count = { $count ->
    [one] { $count } open dossier.
   *[other] { $count } open dossiers.
}
admin-results-title = Results to review
admin-results-count = { $count ->
    [0] No result is waiting.
    [one] One result is waiting to be reviewed.
   *[other] { $count } results are waiting to be reviewed.
}
results-intro = Certification results very close to the bar. Nothing is refused until a person has read them; nobody decides on their own.
results-none = No result is waiting to be reviewed.
results-read-title = Review a result
results-how = Read the answers without knowing whose they are, then say whether this person has shown what the level asks for. An ambiguous question, a right answer in other words, a detail that hides the main thing: that is why a person looks.
results-reached = Result
results-score = { $points } of { $max }, that is { $share }
results-bar = Bar
results-until = To be decided before
results-answers = The answers
results-given = Answer given
results-blank = None
results-right = Expected answer
results-neutral = Neutralised question: it counts for nobody.
results-decision = Your decision
results-grant = The level is reached
results-refuse = The level is not reached this time
results-words = What you tell the person
results-words-hint = at least { $least } characters; the person will read it, without your name
results-button = Decide
results-wrong-decision = Say whether the level is reached.
results-wrong-words = Explain your decision, in at least { $least } characters.
dossiers-intro = The dossiers of certification, without their stories or names: each person has a number, always the same.
dossiers-none = No dossier is open.
dossiers-agreement = { $level }: over { $pairs } pairs of marks, the first two readings are equal in { $exact } of cases; weighted kappa (quadratic weights) { $kappa }.
dossiers-agreement-few = { $level }: { $pairs } pairs of marks, not enough yet to tell how far readings agree (it takes { $least }).
dossiers-state-certified = certified
dossiers-state-readers = the peers
dossiers-state-candidate = the person
dossiers-state-witness = the person who confirms
dossiers-state-closed = module closed
column-number = Number
column-opened = Opened
column-certified = Certified
column-who-acts = Who acts
column-chance = Chance that the true score reaches the bar (%)

admin-founders-title = Founding reviewers
admin-founders-text = Appoint the first reviewers.
founders-intro = As long as nobody is certified, someone has to begin: { $seats } people at most review and supervise, each for { $months } months. The badges say so.
founders-hint = the person will sign in with this address
founders-button = Appoint
founders-until = until { $date }
founders-end = End
founders-full = All { $seats } seats are taken, or this person has one already.

evidence-supervised-by = Assessment supervised by a person with the role “{ $role }” (no. { $number }).
evidence-cafes = { $count ->
    [one] One café hosted, attested by the host structure or a referent.
   *[other] { $count } cafés hosted, attested by the host structure or a referent.
}
evidence-readers = Story read blind by { $count } peers.
evidence-founders = { $count ->
    [one] One reading was done by a person named for the beginnings, before others were certified.
   *[other] { $count } readings were done by people named for the beginnings, before others were certified.
}
evidence-appealed = Decided after an appeal.

letter-attest-subject = A Café IA to confirm ({ $place })
letter-attest-intro = { $author } says they hosted a Café IA on { $date } in { $place }, and asks you to confirm it, for the host structure or as a referent.
letter-attest-link = See the request and answer
letter-attest-how = The link serves once, for thirty days. Opening the page confirms nothing: there is a button. If this means nothing to you, do nothing.
letter-attested-subject = One of your cafés is attested
letter-attested-subject-no = One of your cafés is not attested
letter-attested-yes = The café of { $date } in { $place } is attested.
letter-attested-no = The café of { $date } in { $place } is not attested. Here is why:
letter-dossier-link = See my dossier
letter-read-subject = A story to read
letter-read-intro = A story of hosting is given to you, to be read blind before { $date }.
letter-read-link = Read the story
letter-read-conflict = If you recognise the person, give it back from that page: somebody else will read it.
letter-decided-subject = Your story was read
letter-decided-passed = Your story is accepted. If nothing else is missing, your badge is on its way.
letter-decided-refused = Your story is not accepted this time. The reasons are in your dossier; you can ask for another reading for { $days } days, or write another one.
letter-decided-closed = The new reading comes to the same view: this story is not accepted. The reasons are in your dossier, and you can write another one.
letter-result-waits-subject = A result to read, on { $host }
letter-result-waits-intro = A result is very near the bar of a certification: a person has to read it before it is refused. The answers are on this page, without a name.
letter-result-waits-link = Read the answers and decide
letter-result-subject = Your result was read: { $title }
letter-result-granted = Your result in “{ $title }” was very close to the bar. A person has reviewed it: the level is reached. This is what they say:
letter-result-refused = Your result in “{ $title }” was very close to the bar. A person has reviewed it: the level is not reached this time. This is what they say:
letter-result-link = See my certifications

deed-supervision-opened = supervised session opened
deed-dossier-opened = dossier opened
deed-story-handed-in = story handed in
deed-story-read = story read
deed-conflict-declared = conflict of interest declared
deed-appealed = appeal
deed-certified = certification
deed-result-decided = result near the bar decided
deed-founder-named = founding reviewer named
deed-founder-ended = founding reviewer ended
job-settle = Looking at a dossier

register-supervisions = The sessions that you supervise
register-supervisions-why = So that their code opens the questionnaire to those who are there, and to them alone. The code is kept in an unreadable form only.
register-passes = Supervised questionnaires that you passed
register-passes-why = So as not to ask again for what you have shown. Who supervised is only a number in it.
register-dossiers = Your dossiers of certification
register-dossiers-why = To know where you stand, and to give you the badge.
register-structures = The structure that you named
register-structures-why = So that nobody from there reads your story, and the other way round.
register-attestations = The cafés that you have attested, and who attests them
register-attestations-why = To prove the cafés that were hosted: day, commune, range, and the name of who signs. That person’s address is kept in an unreadable form only.
register-stories = Your stories and appeals
register-stories-why = For as long as peers read them and the decision can be contested. The text goes, the decision stays.
register-readings = Readings
register-readings-why = To explain a decision, and to measure how far readings agree. If you leave, they stay without your name.
register-founders = Founding reviewers
register-founders-why = To know who may read before others are certified, and until when.

letter-ending-certified = A certification is renewed from your dossier, with a café attested recently. Otherwise do nothing: the badge stays readable, marked as expired.
