# Measurement: what the figures say of a test, in the terminal.

table-row = { $file }, row { $row }: { $why }
table-cell = { $file }, row { $row }, column { $column } ({ $name }): { $why }
table-too-large = the file is over 64 MiB
table-no-items = a header is needed: “person”, then a column for each question
table-no-header = the header is missing: the first row holds marks already
table-no-persons = there is no row of marks
table-unnamed = this column has no name
table-same-name = another column has this name
table-quote = a quotation mark is not closed, or text follows it
table-cells = { $found } cells instead of { $expected }
table-not-a-number = “{ $text }” is not a number
table-empty = the cell is empty; write 0 for a question left unanswered
table-maximum = a maximum cannot be negative
table-late-maximum = the row “max” must come right after the header
table-not-binary = { $value }: only 0 and 1 are possible here
table-first-column = { $file }: the first column, “{ $name }”, is read as the names of the people, not as a question; call it “person” if that is so.
table-repeats = { $file }: { $count ->
    [one] a row repeats a person seen before (row { $row }) and does not count
   *[other] { $count } rows repeat a person seen before (the first: row { $row }) and do not count
}; only first attempts count.
table-above-maximum = { $file }, row { $row } ({ $name }): a mark is above the maximum of the question; add a row “max”.

bank-shape = { $file }: "a" and "b" are needed, two lists of { $items } numbers in the order of the columns ({ $a } and { $b } found)
measurement-people = { $people } people, { $items } questions.
measurement-few = Too few responses to say anything: { $people } people, at least { $needed } are needed. The bare figures are in --json.

stats-mean = On average { $mean } points out of { $max }; standard deviation { $sd }.
stats-shape = Spread of the totals: skewness { $skewness }, kurtosis { $kurtosis }.
stats-alpha-high = The questions go well together: alpha { $alpha } (between { $low } and { $high }).
stats-alpha-middle = The questions go fairly well together: alpha { $alpha } (between { $low } and { $high }).
stats-alpha-low = The questions go badly together: alpha { $alpha } (between { $low } and { $high }). The total says little of a person.
stats-alpha-none = How well the questions go together cannot be computed here: that takes two questions, and totals that differ.
stats-sem = Chance alone moves a total by about { $sem } points (standard error of measurement).
stats-item = { $id }: { $share } of the points on average (between { $low } and { $high }).
stats-item-unmarked = { $id }: it earns no points.
stats-item-flat = It tells nobody apart: all marks are the same.
stats-item-alone = Nothing else varies: it cannot be compared with the rest.
stats-item-high = It tells people apart well (correlation with the rest { $r }, between { $low } and { $high }).
stats-item-middle = It tells people apart a little (correlation with the rest { $r }, between { $low } and { $high }).
stats-item-low = It hardly tells people apart (correlation with the rest { $r }, between { $low } and { $high }).
stats-item-reversed = Those who do well on the rest miss it: check the right answer and the wording (correlation with the rest { $r }, between { $low } and { $high }).
stats-item-better-without = Without it alpha would rise to { $alpha }.

calibrate-few-each = Fewer than 200 responses to a question: these figures are not enough for an adaptive test.
calibrate-rasch = Difficulties in logits, of mean 0 (Rasch model), from the easiest to the hardest.
calibrate-2pl = Difficulties and slopes (two-parameter model); people are centred on 0, with standard deviation 1.
calibrate-item = { $id }: difficulty { $b } (between { $low } and { $high }).
calibrate-slope = Slope { $a } (between { $low } and { $high }).
calibrate-bare = { $id }: difficulty { $b }, slope { $a }.
calibrate-none = { $id }: nothing to estimate; nearly all who count gave the same answer, or it does not depend on ability.
calibrate-persons = The ability of each person is in --json.
calibrate-too-few-items = Nothing to calibrate: { $found } questions tell people apart, { $needed } are needed.
calibrate-unlinked = Nothing to calibrate: no answer links { $items } to the other questions. That takes people who solve some of these and miss some of the others, both ways round.
calibrate-diverges = Nothing to calibrate: the slope of { $item } has no limit with these responses. Leave the question out, or gather more responses.
calibrate-out-of-range = Nothing to calibrate: too many questions at once. Calibrate them in parts.
calibrate-not-settled = Nothing to calibrate: the estimates do not settle with these responses.

simulate-length = { $mean } questions a person on average; { $stopped } of the tests ended because enough was known.
simulate-exposure = The question met most often was met by { $share } of the people.
simulate-unused = { $count ->
    [0] Every question was used.
    [one] One question was met by nobody.
   *[other] { $count } questions were met by nobody.
}
simulate-error = At the end ability is known to within { $psd } (mean standard deviation).
