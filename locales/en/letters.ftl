# Letters: short, without pictures, the same in text and in HTML.

letter-foot = { $issuer }, { $host }. A program sends this letter; nobody reads replies.
letter-enter-subject = Your way in to { $host }
letter-enter-intro = Somebody, most likely you, has just asked to enter { $host } with this address.
letter-enter-link = Open the way in
letter-enter-or-code = Or type this code in the page from which you asked:
letter-enter-limits = The link and the code work once, for ten minutes, in the browser in which you asked for them.
letter-enter-not-you = If it was not you, do nothing: without this link or this code nobody gets in. Give them to no one, not even to somebody who says that they know us.
