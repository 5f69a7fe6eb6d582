# An author’s page: what the answers say of a module and of its questions.

figures-title = { $module }: what the answers say
figures-none = Nobody has finished this module yet in its present version.
figures-few = { $missing ->
    [one] One response is missing before anything can be shown: { $count } finished attempts of the { $needed } needed.
   *[other] { $missing } responses are missing before anything can be shown: { $count } finished attempts of the { $needed } needed.
}
figures-few-why = With fewer responses the figures would change by chance, and would tell too much of each person.
figures-counted = { $count } finished attempts, all at version { $version }.
figures-newest = There are { $all }; only the newest { $count } count here.
figures-first = Only a person’s first attempt counts where the module lets it be recognised; elsewhere nothing links two attempts and each counts. Answers given by a table or a room do not count. A question left blank earns 0.
figures-small = What concerns fewer than five people is not shown: “too few” stands in its place.
figures-file = File of points, without identities (CSV), read by crema stats
figures-test-title = The whole test
figures-mean-share = On average { $mean } of the points; standard deviation { $sd }.
figures-drawn = Questions are drawn: people did not all have the same ones, and the consistency of the whole test (alpha) cannot be computed. In the file a question that was not asked is an empty cell.
figures-sem-plain = Someone who took the test again, having learnt and forgotten nothing, would two times in three come within { $sem } points of their first total.
figures-n = Attempts
figures-questions = Questions
figures-mean = Mean
figures-sd = Standard deviation
figures-alpha = Cronbach’s alpha
figures-sem = Standard error of measurement
figures-of-points = { $points } points
figures-between = { $value } (between { $low } and { $high })
figures-questions-title = Question by question
figures-responses = { $count } responses · { $id }
figures-question-few = { $missing ->
    [one] One response is missing: { $count } of { $needed }. Nothing is shown.
   *[other] { $missing } responses are missing: { $count } of { $needed }. Nothing is shown.
}
figures-very-easy = Very easy: { $share } of the points on average (between { $low } and { $high }).
figures-easy = Rather easy: { $share } of the points on average (between { $low } and { $high }).
figures-middle = Neither easy nor hard: { $share } of the points on average (between { $low } and { $high }).
figures-hard = Rather hard: { $share } of the points on average (between { $low } and { $high }).
figures-very-hard = Very hard: { $share } of the points on average (between { $low } and { $high }).
figures-confusing-sure = { $share } chose { $choice }, more than the right answer: this question confuses people.
figures-confusing-maybe = { $share } chose { $choice }, more than the right answer: this question may confuse people, or it is chance.
figures-below-chance = People do worse than by chance, which would give { $chance }.
figures-reversed-sure = People who know more get it wrong: check the right answer and the wording.
figures-reversed-maybe = People who know more tend to get it wrong; that may still be chance.
figures-attractive-sure = The wrong answer { $choice } draws those who know more: read it again.
figures-attractive-maybe = The wrong answer { $choice } tends to draw those who know more; that may still be chance.
figures-repellent-sure = Those who know more avoid the right answer { $choice }: read it again.
figures-repellent-maybe = Those who know more tend to avoid the right answer { $choice }; that may still be chance.
figures-idle = Fewer than 5% choose { $choice }: it misleads almost nobody, and could be replaced.
figures-flat = Almost everybody has the same result: it does not tell people apart.
figures-choices = Who chose what
figures-choice = Answer
figures-share = Share
figures-their-total = Mean of these people
figures-right = right answer
figures-silent = No answer, or “I don’t know”
figures-too-few = too few
figures-curve-title = Who gets it, by the rest of the test
figures-curve-text = From the group that passes the fewest other questions to the one that passes the most: { $shares } pass this one.
figures-curve-model = The dashed curve is what the Rasch model expects.
figures-distractors-title = Who chooses what, by the rest of the test
figures-distractors-text = One line for each answer, from the group that passes the fewest other questions to the one that passes the most. Full line: right answer. Dashes: wrong answers.
figures-axis-rest = share of the rest passed
figures-groups = The same figures as a table
figures-group = Rest passed
figures-people = People
figures-passed = Pass this one
figures-above = more than { $share }
figures-below = less than { $share }
figures-passed-means = To “pass” a question is to get at least half of its points.
figures-true = True
figures-false = False
