# Delivery: time, parts, tables, contested questions, review.

progress-most = Question { $n } of at most { $count }
limit-legend = Time
limit-told = You have { $minutes } minutes. Time starts when you begin. At the end, whatever is saved is handed in.
limit-told-pause = You have { $minutes } minutes, with breaks if you want them. Time starts when you begin. At the end, whatever is saved is handed in.
limit-minutes = { $minutes } minutes
limit-none = No time limit
time-left = { $minutes ->
    [one] { $minutes } minute left.
   *[other] { $minutes } minutes left.
}
time-near = Less than five minutes left.
pause-button = Take a break
pause-title = You are on a break
pause-text = The clock has stopped. You will have { $minutes } minutes left. The questions come back when you go on.
pause-end = Go on
over-title = Time is over
over-text = Your saved answers are kept. See your result.
over-late = This answer came too late and was not taken. Everything that was saved before counts.

retake-title = No attempt for now
retake-wait = You can try again from { $date }. Time to read again what you missed.
retake-spent = You have used all your attempts at this module.
retake-back = Back to the module
retake-told = { $days ->
    [0] You have { $count } attempts.
    [one] You have { $count } attempts, at least one day apart.
   *[other] You have { $count } attempts, at least { $days } days apart.
}
keep-first-told = Your first attempt is the one that counts. Later ones are for practice.
keep-last-told = Your last attempt is the one that counts: a badge earned before, and not yet collected, no longer waits.
order-told = Questions come one after the other. Once answered, there is no going back.

parts-title = Where I am up to
parts-link = See where I am up to
parts-text = Each part can be taken alone. They add up: stop when you like, and come back with this code.
parts-end = Finish and see my result
part-done = Done
part-answered = { $done } of { $count } answered
part-begin = Begin
part-go-on = Go on
part-stop = The part “{ $part }” is done. You can stop here and continue later.

contest-link = Report a problem with this question
contest-title = Report a problem
contest-text = Nobody will know it was you. The people who look after the module will read what you say; if the question is faulty, it will no longer count for anyone.
contest-reason = What is wrong?
contest-choose = Choose what is wrong.
contest-wrong = The right answer is wrong, or there is another one
contest-unclear = The question is not clear
contest-outdated = This is no longer true
contest-hurtful = It hurts or excludes someone
contest-unusable = I cannot answer it with my device
contest-other = Something else
contest-words = Say more, if you like
contest-send = Send
contest-back = Back to the question
contest-thanks = Thank you, it is noted
contest-thanks-text = Your report is saved, with nothing about you. If the question is withdrawn, your result will be counted again.
feedback-neutral = This question was withdrawn: it no longer counts for anyone.

changes-title = What has changed: { $module }
changes-text = When a question proves faulty, it is withdrawn for everybody and results are counted again. A badge once given is never taken back.
changes-none = Nothing has changed.
changes-neutral = question no longer counted
changes-restored = question counted again
changes-raised = { $count ->
    [one] { $count } result rose by a level.
   *[other] { $count } results rose by a level.
}
changes-back = Back to the module
changes-link = Questions withdrawn since publication

stopped-precise = The test ends here: your answers are enough to know your level.
stopped-length = The test ends here: it has reached its planned length.
stopped-exhausted = The test ends here: it has no more questions to ask.
review-open-title = Your result is being reviewed
review-open = Your result is very near the bar. A person will read it before deciding; nothing is refused until then. Come back with your code.
review-granted = Your result was very near the bar. A person has read it, and the level is yours.
review-refused = Your result was very near the bar. A person has read it: the level is not reached this time.
review-reason = What the person who read it says: { $reason }
result-near = The level “{ $level }” is very near. One more try?
result-first-counts = For this module your first attempt is the one that counts: this one is practice and gives no badge.
result-last-counts = You have taken this module again since: your last attempt is the one that counts, this one gives no badge any more.
result-neutral = One question of this attempt was withdrawn: it is not counted.
result-placeholder = The bar of this module is not set yet: it gives no badge for now.

table-one-phone = One phone for the table
table-one-phone-text = Questions in large type, one answer for the table.
table-aloud = Read aloud and count hands
table-aloud-text = Somebody reads, hands go up, you type how many. Nothing else is kept.
table-hands = How many hands for each answer?
table-discuss = Read the question, talk about it, then see the answer.
table-submit = See what the room thinks
table-number = Type a number of hands, in figures.
table-count = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
table-too-few = At least five answers are needed to show them.
table-result = What the room thinks
table-nothing = No question got enough hands to be shown.
table-no-badge = A table does not get a badge: each of you can take the module again in your own name.
opinion-title = What others think
ways-link = Only one part, or together
ways-title = Another way: { $module }
ways-part = One part at a time
ways-part-text = Each part takes a few minutes. With your code you go on later, and it all adds up.
ways-part-legend = Which part first?
stage-easy = Set A: for less than { $share } of the points in the first questions
stage-hard = Set B: for { $share } of the points or more in the first questions

easy-name = Easy to read and understand
easy-name-draft = Easy to read and understand (draft)
easy-draft = Draft: the people these easy texts are meant for have not reviewed them yet.
easy-enter = Switch to texts that are easy to read and understand
easy-enter-draft = Switch to texts that are easy to read and understand (draft)
easy-leave = Back to the usual texts

before-legend = Before you begin
before-age = I am { $age } or older.
before-missing = Something is missing before you begin:
before-tick = Tick this box to begin.
before-badge = Your badge “{ $badge }”: its address or its code
before-badge-hint = The address is that of the badge’s page; the code is on your card. If the badge is in your space, leave this empty.
before-badge-missing = This badge was not found, or is no longer valid.
before-badge-later = This is a try-out and gives no badge. Later, you will first need the badge “{ $badge }”.
