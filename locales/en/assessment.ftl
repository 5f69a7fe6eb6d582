# The questionnaire: questions, explanations, result.

progress = Question { $n } of { $count }
question-title = { $progress } · { $module }
question-title-refused = { $progress } · error · { $module }
answer-submit = Submit
answer-dont-know = I don’t know
answer-once = Your answer is kept as it is: you cannot go back to a question.
answer-skip = Skip
answer-true = True
answer-false = False
answer-number = Your number
answer-text = Your answer
answer-choose = Choose…
answer-position = Place of “{ $text }”
answer-gap = Word { $n }
answer-done = I have done it
answer-no-names = Write no names, and no detail that would let someone be recognised.
hint-multiple = Several answers are possible.
hint-spot = Tick every sentence that is false.
hint-order = Give each element a place.
hint-match = Give each item what goes with it.
hint-sort = Put each item into its group.
hint-unscored = This question is not scored.
compare-tool = Tool: { $name }
compare-tool-opens = opens on another site
compare-prompt = Request { $n }
compare-observe = What to look for
compare-notes = Your notes, if you like
compare-fallback = If there is no network

feedback-right = Correct
feedback-partly = Partly right
feedback-review = To review
feedback-thanks = Thank you
feedback-unscored = Here is the answer
feedback-of = “{ $text }”:
feedback-unknown = You didn’t know? Here is the answer
feedback-yours = Your answer
feedback-correct = The right answer
feedback-none = nothing
feedback-sources = Source
feedback-next = Next question
feedback-to-end = Continue

end-title = Before the result
end-blanks = Some questions still have no answer. You can go back to them, or see your result now.
end-complete = You have answered everything.
end-button = See my result

code-summary = Continue on another device
code-text = Write this code down: it opens your questionnaire again on any device.
handover-button = Lend the device to someone else
handover-title = Lend the device to someone else
handover-text = This device will forget your questionnaire. To come back to it later, write this code down:
handover-confirm = Noted, hand over
handover-back = Back to my questions
put-away-title = This questionnaire has been put away
put-away-text = It is no longer open on this device. To come back to it, type your code.
resume-claim = My code is for a badge
resume-title = Resume a questionnaire
resume-label = Your code
resume-hint = 12 letters and digits
resume-button = Resume
view-all = All questions on one page
view-one = One question per page

result-title = Your result
result-level = You have reached the level “{ $level }”
result-no-level = You have completed the module
result-all-right = Everything is right, well done.
result-no-level-text = No level is reached this time. You can start again whenever you like.
result-score = { $count ->
    [one] { $points } point out of { $max }.
   *[other] { $points } points out of { $max }.
}
result-skills = By competence
result-skill-strong = well mastered
result-skill-partly = getting there
result-skill-weak = to review
result-skill-points = { $points } of { $max }
result-next = For the level “{ $level }”
result-next-score = earn at least { $share } of the points
result-next-part = complete the part “{ $part }”
result-next-item = get the question “{ $ask }” right
result-next-skill = make progress in “{ $skill }”
result-next-elsewhere = a condition that is met outside this questionnaire
result-read = To read next
result-badge = Your badge
result-badge-text = Your badge “{ $name }” is waiting for you. Receive it now, or keep this code: it works for a year.
result-badge-taken = You have already received your badge “{ $name }”.
result-badge-see = See my badge
result-claim = Receive my badge
result-print = Print this code
result-later = Later, or with a card
result-later-text = This code is good for a year: write it down or print it, then type it on the page “Receive my badge”.
result-pocket-text = Were you handed a printed card with a code? Put your badge into it: you open it at home with the code of the card.
result-again = Take the module again
result-answers = Review my answers

offline-waiting = There is no network. Your answer is kept here and will be sent by itself.
copied = Copied
copy = Copy

result-pocket = I have a card
pocket-title = Put my badge into a card
pocket-text = Were you given a card with a code? Type it here: the badge will wait in it for a year. You will receive it at home, with the same code.
pocket-label = Code of the card
pocket-hint = 12 letters and digits, on your card
pocket-button = Put it into the card
pocket-done = Done: your badge is in the card. Keep it: its code works for a year.
pocket-back = Back to the result
refusal-card-taken = This card already contains another badge, or this badge is already in another card. Take another one.
refusal-card-over = This card is too old: ask for another one.
