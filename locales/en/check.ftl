# What `crema check` finds in modules.
finding-error = error: { $message }
finding-warning = warning: { $message }
finding-meant = { $message }; did you mean `{ $near }`?
finding-too-large = the file is over 1 MiB; split the module
finding-too-much = `{ $value }` has more entries than any module needs
finding-too-deep = brackets or names nested too deeply
finding-too-many-findings = there is more; mend what is told above first
finding-hidden-character = a hidden character ({ $value }); delete it
finding-not-utf8 = this is not UTF-8 text; save the file as UTF-8
finding-syntax = this is not TOML: { $value }
finding-missing-key = `{ $value }` is missing from this block
finding-unknown-key = unknown key `{ $value }`
finding-key-of-other-type = `{ $value }` does not go with the type `{ $kind }` but with: { $others }
finding-empty = this list is empty
finding-misplaced-key = `{ $value }` stands after a sub-table and so belongs to it; move it above, or write the sub-table on one line: `name = { "{" } … { "}" }`
finding-unknown-value = unknown value `{ $value }`
finding-bad-id = `{ $value }` is no id: small letters, digits and dashes, at most 64
finding-duplicate-id = the id `{ $value }` stands twice
finding-same-choice = two entries have the text `{ $value }`
finding-expected-text = a text between quotation marks is expected here
finding-expected-truth = `true` or `false` is expected here, without quotation marks
finding-expected-number = a number is expected here, without quotation marks, with a point for decimals
finding-expected-count = a whole number, not negative, is expected here, without quotation marks
finding-expected-day = a day is expected here, as 2027-06-30 without quotation marks
finding-expected-list = a list between square brackets is expected here, as ["one", "two"]
finding-expected-table = keys and values between braces are expected here, as {"{"} key = "value" {"}"}
finding-expected-version = a version such as "1.0.0" is expected here (letters, digits, dots and dashes)
finding-expected-language = a language tag such as "fr" or "en" is expected here
finding-expected-span = a length of time such as "7d", "18mo" or "3y" is expected here
finding-expected-duration = a duration such as "45min", "2h" or "7d" is expected here
finding-expected-size = a size such as "300KiB" or "5MiB" is expected here
finding-expected-file = the name of a file below the module’s folder is expected here
finding-expected-address = an address that begins with https:// is expected here
finding-expected-extra-time = "x1.33", "x1.5" or "none" is expected here
finding-expected-one-right = exactly one right answer is expected here
finding-expected-pair = a pair of two texts is expected here
finding-bounds-blank = a blank answer is worth 0
finding-bounds-points = points are from 0 to 1000
finding-bounds-fraction = a fraction is from 0 to 1
finding-bounds-positive = at least 1
finding-bounds-standard-error = a standard error is above 0
finding-bounds-min-items = `min_items` is above `max_items`
finding-bounds-all-in-order = on one page every question can be read: `go_back = false` goes with `pages = "one"`
finding-bounds-gap-weight = the weight of a gap is from 0.001 to 1000
finding-bounds-two-modes = a module is adaptive or in two stages, not both
finding-bounds-discrimination = a discrimination is above 0
finding-bounds-retired = a question is retired on a day that has come
finding-bounds-min-group = results are shown from 5 answers on
finding-bounds-min-max = `min` is above `max`
finding-bounds-min-words = `min_words` is above `max_words`
finding-bounds-right-number = the right number is not between `min` and `max`
finding-bounds-weight = a weight is a fraction of the question, from -1 to 1 for a choice, from 0 to 1 for a text
finding-bounds-tolerance = a tolerance is not negative
finding-bounds-needs-part = a needed part without a question
finding-no-module = this is not the id of the module beside it: `{ $value }`
finding-no-source = no source `{ $value }`
finding-no-question = no question `{ $value }`
finding-no-part = no part `{ $value }`
finding-no-level = no level `{ $value }`
finding-no-badge = no badge `{ $value }`
finding-no-pool = no pool `{ $value }`
finding-no-evidence = no evidence `{ $value }`
finding-no-edition = the framework `{ $value }` is not known in this edition
finding-no-skill = no competence `{ $value }` in the declared frameworks
finding-pool-too-small = { $draw } are drawn from a pool that holds { $size }
finding-overexposed = the pool `{ $value }` is too small for `exposure_max`: each of its questions is seen in { $least } of the attempts; add questions or draw fewer
finding-unreachable = nobody reaches this level: the most that can be had is { $best }
finding-not-drawn = this level needs `{ $value }`, which some draws do not have
finding-needs-itself = this level needs the badge `{ $value }`, which it gives itself
finding-charter-outside = `charter = true` is asked for in a certification: elsewhere nobody has an account to adhere with
finding-guessable = somebody who answers at random reaches this bar ({ $bar }) with probability { $chance }; at most 1 % is allowed: raise `min`, or add questions
finding-no-angoff = each form has its own bar here: this question needs `angoff`
finding-other-cut = the bar says { $typed }, the judges say { $low } to { $high } (see `angoff`); write `cut = "per-form"`
finding-empty-minimum = `min_per_skill` changes nothing: it takes at least 4 drawn questions of one competence
finding-uncovered = the badge names `{ $value }`, which some draws do not test
finding-per-option = `per_option` gives points to an empty answer, which a certification does not do
finding-loose-form = the predicted reliability of a form (alpha { $alpha }) is under 0.8; draw more questions
finding-no-file = the file `{ $value }` is not there
finding-unknown-badge = no badge `{ $value }` in the modules checked
finding-untested-skill = the badge names `{ $value }`, which no scored question tests
finding-uncarried-skill = the badge names `{ $value }`, which its level does not ask for; put a question that tests it into `needs.items`
finding-missing-alt = a picture needs `alt`, or `decorative = true` where it says nothing
finding-gaps = the passage needs {"{"}1{"}"}, {"{"}2{"}"}… once each, one for every gap
finding-nothing-to-spot = no segment has `error = true`: there is nothing to find
finding-nothing-to-order = an order needs two elements at least
finding-without-source = a scored question without `sources`
finding-always-saved = every answer is always kept as soon as it is given: “false” changes nothing, take the key out
finding-review-passed = to be read again since { $value }
finding-no-licence = no licence is said
finding-untranslated = not translated: { $value }
finding-not-in-module = the module has nothing to translate under `{ $value }` here
finding-stale = the translation was made for another version of the module; read it again, then put the version of the module here
finding-other-length = this list is not as long as the module’s
finding-no-module-here = no module here
finding-orphan = a translation without its module
finding-same-module = the id `{ $value }` is that of { $other } already
finding-cut-range = { $path }: bar per form, from { $low } to { $high }
finding-guess-rate = { $path }: somebody who answers at random gets { $mean } on average
finding-texts-missing = { $count ->
    [one] { $path }: one text is not translated
   *[other] { $path }: { $count } texts are not translated
}
preview-wrong = This file has errors: the last version without one, if there is any, goes on being served. Mend it, save it, reload the page.
new-exists = { $path } is there already and stays as it is; choose another id
new-no-folder = the folder { $folder } does not exist; make it, or name one with --folder
new-next = Written. Change the texts, then: crema check { $path }; crema preview { $path }
finding-summary = files: { $files }, errors: { $errors }, warnings: { $warnings }
