# Les lettres : courtes, sans image, la même chose en texte et en HTML.

letter-foot = { $issuer }, { $host }. Cette lettre est envoyée par un programme ; personne ne lit les réponses.
letter-enter-subject = Votre entrée sur { $host }
letter-enter-intro = Quelqu'un, sans doute vous, vient de demander à entrer sur { $host } avec cette adresse.
letter-enter-link = Ouvrir la page d'entrée
letter-enter-or-code = Ou tapez ce code dans la page d'où vous l'avez demandé :
letter-enter-limits = Le lien et le code servent une seule fois, pendant dix minutes, dans le navigateur où vous les avez demandés.
letter-enter-not-you = Si ce n'était pas vous, n'en faites rien : sans ce lien ni ce code, personne n'entre. Ne les donnez à personne, même à quelqu'un qui dit nous connaître.
