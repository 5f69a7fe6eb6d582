# Letters: short, without pictures, the same in text and in HTML.

letter-foot = { $issuer }, { $host }. A program sends this letter; nobody reads replies.
letter-enter-subject = Your way in to { $host }
letter-enter-intro = Somebody, most likely you, has just asked to enter { $host } with this address.
letter-enter-link = Open the way in
letter-enter-or-code = Or type this code in the page from which you asked:
letter-enter-limits = The link and the code work once, for ten minutes, in the browser in which you asked for them.
letter-enter-not-you = If it was not you, do nothing: without this link or this code nobody gets in. Give them to no one, not even to somebody who says that they know us.
letter-badge-subject = Your badge: { $name }
letter-badge-intro = Here is your badge “{ $name }”, as you asked.
letter-badge-page = The page to show
letter-badge-own = The next address is yours alone. With it you can take the badge with you, change the name or give it up: give it to no one.
letter-badge-holder = My own page
letter-badge-foot = { $issuer }, { $host }. Your address served for this letter only; it is not kept. Nobody reads replies.
letter-claim-subject = The code of your badge: { $name }
letter-claim-intro = Your badge “{ $name }” waits for you until { $date }.
letter-claim-link = Receive my badge
letter-claim-or-code = Or type this code under “I have a code”:
letter-ending-subject = Your badge is about to end: { $name }
letter-ending-intro = Your badge “{ $name }”, kept in your space, holds until { $date }.
letter-ending-how = You can renew it: earn it once more, then type the new code on your own page. Otherwise do nothing: it stays readable, marked as expired.
letter-ending-foot = { $issuer }, { $host }. This letter comes because the badge is in your space; take it out to get no more of them. Nobody reads replies.

letter-holds-subject = Is your profile in the directory still right? ({ $host })
letter-holds-intro = The profile of { $name } in the directory of { $host } is nearly a year old. Without a word from you, it will be erased on { $date }.
letter-holds-link = To keep it for another year, open this page and press the button:
letter-holds-else = To let it go, do nothing.
letter-holds-foot = { $issuer }, { $host }. This letter comes because you have a profile in the directory. Nobody reads answers.
letter-confirm-subject = Send your message? ({ $host })
letter-confirm-intro = Somebody wrote, with your address, a message to { $name } in the directory of { $host }.
letter-confirm-link = If it was you, open this page and press the button within two days:
letter-confirm-not-you = If it was not you, do nothing: the message will disappear.
letter-relayed-subject = A message for you, through the directory ({ $host })
letter-relayed-intro = { $name } writes to you through the directory of { $host }:
letter-relayed-reply = By answering this letter you write to { $email }, and give your address.
letter-relayed-no-reply = This person gave no address for an answer.
letter-relayed-report = Is something wrong with this message? Report it:
letter-relayed-foot = { $issuer }, { $host }. Your address was shown to nobody. To get no more messages, change “May write to me” in your profile.
letter-doubt-subject = A badge is reported on { $host }
letter-doubt-intro = Somebody reports a badge. What they say of it, and what you can do, stands on this page:
letter-doubt-link = See the report
letter-doubt-foot = { $issuer }, { $host }. This letter comes because this address is the issuer's. Nobody reads replies.

letter-endorsed-subject = An endorsement for you, on { $host }
letter-endorsed-intro = { $name } answers for you publicly, on the page of your badge, in these words:
letter-endorsed-how = If you do not want it, take it off: that is immediate. You can also put it into the file of your badge.
letter-endorsed-link = See my endorsements
