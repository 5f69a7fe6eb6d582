# Refusals and faults: what happened, and where to go on.

problem-400-title = Malformed request
problem-400-text = We did not understand this request.
problem-403-title = Request refused
problem-403-text = This action did not come from a page of this site, or the page had been open for too long. Reload the page and try again: what you had sent before is kept.
problem-404-title = Page not found
problem-404-text = There is nothing at this address, or it is not for this browser.
problem-405-title = Not possible here
problem-405-text = This address does not do that.
problem-409-title = Already done
problem-409-text = Another answer is stored already: it was not changed.
problem-410-title = No longer available
problem-410-text = What was here has been withdrawn.
problem-413-title = File too large
problem-413-text = This file is over the accepted size.
problem-421-title = Wrong address
problem-421-text = This server does not answer for this name.
problem-422-title = Something needs mending
problem-422-text = Part of what was sent cannot be read.
problem-429-title = One moment
problem-429-text = Too many requests at once. Wait a minute, then try again.
problem-500-title = A fault, on our side
problem-500-text = It is not your doing. Your stored answers are kept. If it happens again, give this number: { $reference }.
problem-503-title = A little patience
problem-503-text = The server is very busy. Try again in a few seconds: nothing is lost.
problem-ways = Where to go on
problem-way-home = The home page
problem-way-resume = Resume a questionnaire with its code

refusal-code-mistyped = There is a typing mistake in this code: check every letter.
refusal-code-unknown = This code is well written, but it opens nothing here.
refusal-claimed-other-name = This badge was received already, with another name.
refusal-name-too-long = This name is too long: 60 characters at most.
refusal-name-address = A name cannot hold a web address.
refusal-answer-shape = Complete your answer, or choose “I don't know”.
refusal-order = Give each element a different place, from the first to the last.
