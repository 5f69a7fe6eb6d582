# Paper: the sheet to print, its key, typing it in, marking in the terminal.

sheet-not-an-answer = a line is a JSON object with “item” and “response” ({ $what })
sheet-unknown-item = the module has no question “{ $item }”
sheet-unknown-choice = the question “{ $item }” has no choice “{ $choice }”
sheet-shape = the answer to “{ $item }” does not have the shape of a “{ $kind }” question
sheet-twice = the question “{ $item }” has its answer further up already
sheet-score = Score: { $points } of { $max }
sheet-share = ({ $share } of the points).
sheet-level = Level reached: { $level }.
sheet-no-level = No level reached.
sheet-skills = By competence
sheet-items = By question
sheet-line = { "  " }{ $id }: { $points } of { $max }
sheet-blank = no answer
sheet-right = right
sheet-partly = partly
sheet-wrong = to review

paper-key-title = Key: { $title }
paper-version = Version { $version }
paper-form = form { $form }
paper-form-whole = every question
paper-code = Code of the sheet
paper-name = First name or nickname (optional)
paper-date = Date
paper-intro = Take your time. A question left blank never takes points away. You can talk it over together.
paper-worth = { $count ->
    [one] { $points } point
   *[other] { $points } points
}
paper-unscored = not scored
paper-how-one = Tick one box.
paper-how-several = Tick every right answer.
paper-how-spot = Tick every sentence that is wrong.
paper-how-match = Write the matching letter in each square. A letter may be left over.
paper-how-sort = Tick one box per line.
paper-how-order = Write the letters in order: the first into square 1.
paper-how-gaps = For each gap, tick a word or write it.
paper-how-number = Write a number, without a unit.
paper-how-text = Write a word, or a few.
paper-how-compare = An experiment to do, then tick.
paper-answer = Answer:
paper-grid = Answer grid
paper-grid-how = For the host: copy the letters of the sheet here, then type them into crema, on the module’s page, “Enter paper sheets”.
paper-rule-between = Right from { $low } to { $high }.
paper-rule-accepted = Accepted: { $texts }. Case, accents and articles do not count.
paper-rule-weights = The sum of the boxes ticked, between 0 and 100%: { $texts }.
paper-rule-gaps = Each gap counts the same.
paper-rule-gap-weights = Weights of the gaps: { $weights }.
paper-rule-all-or-nothing = Everything right, or nothing.
paper-rule-right-minus-wrong = Share of the right boxes ticked, less the share of the wrong ones ticked; never below zero.
paper-rule-per-option = Share of the boxes ticked or left as they should be.
paper-rule-right-only-cap = Share of the right boxes ticked; nothing where more are ticked than are right.
paper-rule-h5p = Right boxes less wrong boxes, over the number of right ones; never below zero.
paper-rule-per-pair = Each right pair counts the same.
paper-rule-absolute-position = Each element at its place counts the same.
paper-rule-next-exclude-last = Each succession of two elements that is kept counts the same.
paper-rule-longest-ordered = The longest series in the right order counts, others between them or not.
paper-rule-longest-contiguous = The longest series of elements that follow each other counts, found in that order.
paper-rule-kendall = Each pair of elements in the right order counts the same.

typed-link = Enter paper sheets
typed-title = Enter paper sheets
typed-how = Each sheet has a code on top, on the right. Type it: the grid of that sheet opens. The same rules as on a screen mark the answers.
typed-code-hint = for example EN1-7F3A9C
typed-open = Open the grid
typed-print-title = Print the sheet
typed-print-how = A page to print in black and white, on A4. Keep it as it is: letters do not change as long as the module stays the same.
typed-form = Number of the form
typed-form-hint = two forms do not have the same questions
typed-print = See the sheet to print
typed-no-code = This is no code of a sheet: two letters, a number, a dash, six digits or letters.
typed-other-version = This sheet comes from another version of the module, or from another module: its letters do not say the same. Print it again for the next time.
typed-whole = This sheet has every question, without a draw: it is marked in the terminal, with “crema score”.
typed-grid-title = Sheet { $code }
typed-grid-how = Type the letters of the sheet. A question left blank stays blank.
typed-answer = Answer
typed-hint-one = one letter, from A to { $last }
typed-hint-several = one letter or more, from A to { $last }
typed-hint-truth = T or F
typed-hint-row = { $count } letters from A to { $last }, a dash for a blank
typed-hint-order = the { $count } letters, in the order of the sheet
typed-hint-number = the number, without a unit
typed-hint-text = what is written
typed-errors = To correct before saving:
typed-error = Question { $n }: { $said }
typed-no-letter = “{ $typed }” is not one of this question’s letters, which go up to { $last }.
typed-count = { $needed ->
    [one] one letter is expected
   *[other] { $needed } letters are expected
}, { $typed ->
    [0] none is typed
    [one] one is typed
   *[other] { $typed } are typed
}.
typed-twice = the letter { $letter } is typed twice.
typed-too-long = the text is too long.
typed-empty = nothing is typed yet.
typed-entered = this sheet is stored already. If this is another sheet, store it.
typed-submit = Store the sheet
entered-title = Sheet stored
entered-level = Level “{ $level }” reached
entered-no-level = Sheet stored
entered-detail = See the details
entered-badge = This person’s badge
entered-badge-text = Give them the card, or this code: they receive their badge when they like, within a year.
entered-next = Next sheet
