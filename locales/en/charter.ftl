# The charter: its text, adherences, the files of those who adhere.

footer-charter = Charter
charter-read = Read the charter
charter-state-holds = Version { $version }, in force since { $date }
charter-state-later = Version { $version }, in force from { $date }
charter-state-former = Version { $version } of { $date }, replaced since
charter-not-this = This is not the text in force.
charter-this = Read the text in force
charter-adhere-title = Adhere
charter-adhere-text = People and organisations adhere when they wish, and withdraw when they wish. An adherence is dated, applies to one version, and is itself a badge that anyone can check.
charter-others = The other versions
charter-own-title = My adherence to the charter
charter-own-intro = The text to adhere to today:
charter-title-version = { $title }, version { $version }
charter-none-yet = No version of the charter is in force yet.
charter-about-current = Adherence to version { $version } since { $since }.
charter-about-former = Adherence to a former version, { $version }, since { $since }.
charter-about-over = Adherence to version { $version } of { $since }, ended on { $until }. { $reason }
charter-about-fallen = Adherence to version { $version } of { $since }, ended: its badge is no longer valid.
charter-asked = The text has changed: read it, and say below whether you adhere to it too. Until { $date } your adherence to the earlier version keeps everything it gives access to; after that, it only says what it says.
charter-asked-late = The text has changed and the time to answer is over: this adherence remains true for the earlier version, but no longer gives access to the files, to announcing events or to certification. Adhere below to get them back.
charter-badge = The badge of this adherence
charter-leave-text = Withdrawing is immediate: the badge is revoked, and its page says so.
charter-leave = Withdraw this adherence
charter-changed = The text changed while you were reading: it is now the version below. Read it, then say whether you adhere.
charter-person-title = In my own name
charter-name = Name, or pseudonym
charter-name-hint = anybody who has the link sees it on the badge; 60 characters at most
charter-name-missing = Give a name or a pseudonym: an adherence belongs to someone.
charter-name-long = This name is too long: 60 characters at most.
charter-name-address = A name cannot contain a web or email address.
charter-accept = I have read this text and adhere to it.
charter-accept-organisation = This organisation has read this text and adheres to it, and I can speak for it.
charter-accept-missing = Tick the box: without it, this is not an adherence.
charter-adhere = Adhere
charter-organisation-title = In the name of an organisation
charter-organisation-text = For a library, an association, a town hall… that you represent. Its name, kind and place are public; your address is not.
charter-organisation = Name of the organisation
charter-organisation-hint = 100 characters at most
charter-organisation-wrong = Give the name of the organisation, without the address of a site, in 100 characters at most.
charter-place-hint = a town, a neighbourhood, a territory
charter-place-wrong = Say where it is, in 100 characters at most.
charter-sector-missing = Choose what is most like it.
charter-adhere-organisation = Adhere in its name
sector-person = Person
sector-association = Association
sector-library = Library
sector-school = School or university
sector-public = Town hall or other public body
sector-social-centre = Social centre
sector-third-place = Community space
sector-firm = Company
sector-other = Other
charter-reason-own = Adherence withdrawn by the person who gave it.
charter-reason-replaced = Replaced by the adherence to version { $version } of the charter.
charter-reason-erased = The account behind this adherence no longer exists.
charter-badge-name = Adherence to the charter, version { $version }
charter-badge-description = A person or an organisation has said in public that they follow the text “{ $title }”.
charter-badge-criteria = To have read the text “{ $title }”, version { $version } of { $date } (SHA-256 { $digest }), and to have declared adherence to it.

    - The adherence can be withdrawn at any moment; the badge is then revoked.
    - It attests no competence.
charter-badge-alt = A medallion without a level: adherence to the charter.
charter-badge-ring = Charter
evidence-adhered-name = How the adherence was given
evidence-adhered-person = Adherence declared by the person themselves, in their account.
evidence-adhered-organisation = Adherence declared in the name of “{ $organisation }” by somebody who says that they speak for it.
evidence-adhered-text = Text: charter version { $version }, SHA-256 { $digest }.
kit-title = Logos and files of those who adhere
kit-intro = These files are for the people and organisations who adhere to the charter in force, for as long as they adhere.
kit-closed = The logos are for the people and organisations who adhere to the charter in force.
kit-none = There is no file here yet.
kit-none-admin = To offer some, name a folder in crema.toml, by “kit” under [charter], then restart.
kit-empty-admin = The folder named by “kit” in crema.toml is empty or does not exist: put the files there, they appear at once.
admin-charter-title = Adherences to the charter
admin-charter-count = { $count ->
    [one] { $count } adherence.
   *[other] { $count } adherences.
}
admin-charter-asked = { $count ->
    [one] One adherence to an earlier version waits for an answer, before { $date }.
   *[other] { $count } adherences to an earlier version wait for an answer, before { $date }.
}
admin-charter-former = { $count ->
    [one] One adherence to an earlier version had no answer by { $date }: it opens nothing any more.
   *[other] { $count } adherences to an earlier version had no answer by { $date }: they open nothing any more.
}
admin-charter-next = { $count ->
    [one] A new text holds from { $date }: { $count } adherence will be asked again.
   *[other] A new text holds from { $date }: { $count } adherences will be asked again.
}
admin-charter-intro = Who adheres to the charter, to which version, since when. Those that ended stay with their date.
admin-charter-none = Nobody has adhered yet.
column-name = Name
column-sector = Kind
column-place = Place
column-since = Since
column-until = Until
charter-worth-current = in force
charter-worth-asked = former version, asked again
charter-worth-former = former version
charter-worth-over = ended
charter-text-read = Text read (SHA-256)
adherence-title = An adherence
adherence-end = End this adherence
adherence-end-text = The badge is revoked at once, and its page gives the reason that you write here.
deed-charter-adhered = adherence to the charter
deed-charter-left = end of an adherence
space-charter = The charter
space-charter-none = You do not adhere to it at present. Nothing obliges you to.
space-charter-person = You adhere to the charter in force.
space-charter-asked = The charter has changed since you adhered: you are asked again.
register-adherences = Adherences to the charter
register-adherences-why = To know who adheres, to which text and since when, and to take the badge back on the day the adherence ends.
register-organisations = The organisations that you speak for
register-organisations-why = To say who adheres to the charter: their name, kind and place are public.
erasure-charter = Your adherences to the charter end, and their badges are revoked: nobody would be left to answer for them.
