# Conversions from and to GIFT, Moodle XML and QTI.
interchange-nothing = no question was found that can be taken over
interchange-left-out = “{ $title }” left out: { $reason }
interchange-changed = “{ $title }”: { $reason }

# Why a question is left out.
interchange-broken = it breaks the rules of its format: { $value }
interchange-unknown-type = there is no equivalent of the type { $value }
interchange-no-right-answer = no answer is right
interchange-no-text = nothing is asked in words
interchange-no-number = a number is expected, not “{ $value }”
interchange-too-many = more than a module, or a question, may hold
interchange-refused = the check would refuse it: { $value }

# What is not as it was.
interchange-renamed = its name is no id: { $value } was put
interchange-formatting = formatting is not carried over, the text is
interchange-media = a picture or another file is not carried over
interchange-several-right = several answers were each worth everything; all of them are to be ticked now
interchange-merged-feedback = several explanations became one
interchange-feedback = an explanation is not carried over
interchange-repeated = “{ $value }” stood twice
interchange-other-answer = the answer “{ $value }” is not carried over
interchange-wildcard = the * in “{ $value }” stands for itself now
interchange-case = capital and small letters are no longer told apart
interchange-partial = the policy { $value } is not carried over
interchange-tolerance = the tolerance is written in another way
interchange-unit = units are not carried over
interchange-hints = hints are not carried over
interchange-tags = tags are not carried over: { $value }
interchange-other-type = the type { $from } became { $to }
interchange-processing = response processing is not carried over whole: check the scoring
interchange-weights = weights are not carried over whole: check the scoring
interchange-signs = signs that the other format reads in its own way were replaced: { $value }
interchange-hidden = characters that nobody sees were taken out
interchange-keys = not carried over: { $value }
interchange-instruction = no instruction was given; “{ $value }” was put
interchange-filled = { $key } is not given: “{ $value }” was put
interchange-missing = { $key } are not given: they are yours to add
