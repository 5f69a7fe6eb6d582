# Voices: what is said after a café, and what others think of it.

register-voices = Voices: short statements made after a café
register-voices-why = So that they are heard. Nothing in them says who speaks. What is not published goes; what is published stays, under CC-BY-SA.
register-voice-answers = Answers to voices, one per browser
register-voice-answers-why = So that a browser counts only once. The mark differs from one voice to another: two answers cannot be brought together. The count stays.
register-voice-reports = Reports about voices
register-voice-reports-why = So that what hurts or names somebody is taken away. Who reports is not asked.

deed-voice-settled = voice published, refused, hidden or set aside
admin-voices-title = Voices
admin-voices-count =
    { $count ->
        [0] No voice is waiting.
        [one] One voice is waiting to be read.
       *[other] { $count } voices are waiting to be read.
    }
admin-voices-intro = What is waiting or was reported comes first. Publish what helps people understand, even if it is uncomfortable; refuse what hurts, names someone or advertises. We do not change people’s words.
admin-voices-none = Nobody has said anything yet.
admin-voices-all = All voices, as a list
admin-voices-all-intro = Sort it by a column, or take it into a spreadsheet.

voices-title = Voices of the cafés
voices-intro = What people said after a café: a concern, a testimony, a proposal. Read, and say what you think of it: without an account, without an address.
voices-kinds = Choose a kind of voice
voices-themes = Choose a theme
voices-say = Say something
voices-count =
    { $count ->
        [0] No voices
        [one] One voice
       *[other] { $count } voices
    }
voices-none = Nobody has spoken about this yet. Be the first!
voices-order = The order is random, so that nobody always comes first.
voices-shuffle = Shuffle again
voices-all = All voices
voices-share = Use these voices
voices-licence = They are shared under the CC-BY-SA 4.0 licence: you may use them, naming their source and under the same licence.
voices-json = JSON, for programs
voices-csv = CSV, for a spreadsheet
voices-figures = A number is only shown from five answers on, and sums only count what is shown: in a small room, a small number would say who thinks what.
voices-event = Voices of this café

voice-kind-concern = Concern
voice-kind-testimony = Testimony
voice-kind-proposal = Proposal
voice-kinds-concern =
    { $count ->
        [one] concern
       *[other] concerns
    }
voice-kinds-testimony =
    { $count ->
        [one] testimony
       *[other] testimonies
    }
voice-kinds-proposal =
    { $count ->
        [one] proposal
       *[other] proposals
    }
voice-hint-concern = What worries you or makes you wonder
voice-hint-testimony = What you have lived through or seen
voice-hint-proposal = What could be done
voice-answer-agree = Agree
voice-answer-disagree = Disagree
voice-answer-pass = Pass
voice-figure = { $label }: { $count }
voice-figure-few = { $label }: fewer than 5
voice-few = Too few answers yet to show numbers.
voice-answer = What do you think?
voice-answered = Your answer counts. You may change it.
voice-open = See this voice
voice-report = Report this voice
voice-report-why = Why should it not be here?
voice-report-send = Report
voice-report-flaw = Say why, in { $most } characters at most.
voice-reported = Thank you. Someone will look at this voice again.
voice-said = Thank you. Someone will read what you said, then publish it.

voice-new-title = Say something
voice-new-intro = One or two sentences that people can agree or disagree with as a whole. Someone reads them before they are published.
voice-closed = You can talk about this café once it has begun.
voice-form-kind = It is…
voice-form-words = What you want to say
voice-form-words-hint = From 10 to { $most } characters. No names, no addresses, no numbers.
voice-form-licence = I agree that these words are published without my name, under the CC-BY-SA 4.0 licence.
voice-form-privacy = Say nothing that identifies you or anyone else: no names, and nothing about a person’s health, politics or union membership. Nothing is kept about you; that is why you cannot take your words back, but anyone can report them.
voice-form-send = Send
voice-flaw-kind = Choose one of the three kinds.
voice-flaw-short = Write a whole sentence, of 10 characters at least.
voice-flaw-long = That is too long: { $most } characters at most for each sentence, and 60 lines at once.
voice-flaw-address = Remove the address or the telephone number: a voice leads to nobody.
voice-flaw-theme = Choose a theme.
voice-flaw-licence = Without your agreement, your words cannot be published.

voice-state-waiting = waiting
voice-state-published = published
voice-state-rejected = refused
voice-state-hidden = hidden
voice-state-withheld = set aside by moderation
voice-origin-anybody = Said here
voice-origin-organiser = Written down by the organiser
voice-reports = Reported:
voice-publish = Publish
voice-reject = Refuse
voice-hide = Hide
voice-withhold = Set aside

voices-own-title = Voices of this café
voices-own-intro = What was said or written at your café. You publish or refuse what people send from here, and you can copy the notes from the table.
voices-own-write = Copy notes from the table
voices-own-words = One sentence per line
voices-own-words-hint = At most { $lines } lines of { $most } characters, without names of people. Tell those present that their words will be published under CC-BY-SA.
voices-own-publish = Publish these voices
voices-own-done = Published. Thank you for letting them be heard.
voices-own-said = What was said
voices-own-none = Nothing yet. Share the address of the event’s page: people speak there without an account.
events-voices = Read what people said after a café
