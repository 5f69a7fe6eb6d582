# Les lettres sur les événements : demander, confirmer, changer, arrêter.

subscriptions-title = Recevoir les prochains cafés
subscriptions-intro = Une lettre, quand un café ou un atelier est annoncé près de chez vous ou sur ce qui vous intéresse. Rien d’autre.
subscriptions-flawed = Quelque chose est à corriger : voyez plus bas. Rien n’est perdu.
subscriptions-email-hint = un courriel vous y demande de confirmer ; rien ne part avant
subscriptions-rhythm = À quel rythme
subscriptions-rhythm-at-once = Tout de suite : une lettre par événement, dès son annonce
subscriptions-rhythm-weekly = Chaque semaine : une lettre le lundi, s’il y a du nouveau
subscriptions-rhythm-monthly = Chaque mois : une lettre le premier du mois, s’il y a du nouveau
subscriptions-where = Où
subscriptions-near = Près d’une commune
subscriptions-near-hint = un nom ou un code postal ; laissez vide pour choisir une région ou un département
subscriptions-area = Ou dans toute une région, tout un département
subscriptions-regions = Régions
subscriptions-departments = Départements
subscriptions-everywhere = Partout en France
subscriptions-around = { $place }, et { $km } km autour
subscriptions-online = Aussi les événements en ligne
subscriptions-themes = Sur quoi
subscriptions-formats = Sous quelle forme
subscriptions-any = Sans rien cocher, vous les recevez tous.
subscriptions-language = Langue des lettres
subscriptions-consent = En demandant ces lettres, vous acceptez que votre adresse et vos choix soient gardés pour les envoyer. Ils ne servent à rien d’autre, ne sont donnés à personne, et disparaissent dès que vous arrêtez, ou après trois ans sans nouvelles de vous. Les lettres ne disent à personne si vous les ouvrez.
subscriptions-ask = Recevoir ces lettres
subscriptions-again = Demander d’autres lettres
subscriptions-asked-title = Regardez votre boîte
subscriptions-asked-text = Un courriel part vers votre adresse. Ouvrez son lien dans les deux jours pour confirmer, et les lettres viendront. Regardez aussi dans les courriers indésirables.
subscriptions-confirm-title = Recevoir ces lettres ?
subscriptions-confirm-text = Voici ce que vous recevrez. Appuyez sur le bouton pour confirmer que cette adresse est la vôtre.
subscriptions-confirm-button = Oui, les recevoir
subscriptions-confirmed-title = C’est fait
subscriptions-confirmed-text = La première lettre part dès qu’il y a quelque chose à vous dire. Chacune a un lien pour changer vos choix, et un autre pour arrêter.
subscriptions-preferences = Changer mes choix
subscriptions-own-title = Mes lettres
subscriptions-own-intro = Vous recevez les annonces d’événements à { $mailbox }. Si tout va bien ainsi, dites-le : c’est la seule façon pour nous de savoir que vous êtes là.
subscriptions-keep = Continuer ainsi
subscriptions-change = Changer mes choix
subscriptions-save = Enregistrer
subscriptions-saved-title = C’est enregistré
subscriptions-saved-text = Les lettres viendront comme vous l’avez choisi, pour trois ans encore.
subscriptions-kept-title = Merci
subscriptions-end-title = Ne plus recevoir ces lettres ?
subscriptions-end-text = Appuyez sur le bouton : elles s’arrêtent tout de suite, et votre adresse est effacée.
subscriptions-end-button = Arrêter
subscriptions-ended-title = C’est fini
subscriptions-ended-text = Vous ne recevrez plus ces lettres. Votre adresse et vos choix sont effacés.
subscriptions-gone-title = Ce lien ne sert plus
subscriptions-gone-text = Il a déjà servi, il est trop ancien, ou les lettres sont arrêtées. Rien n’a changé.

footer-letters = Recevoir les prochains cafés

letter-subscribe-subject = Recevoir les prochains cafés ? ({ $host })
letter-subscribe-intro = Quelqu’un, sans doute vous, a demandé à recevoir à cette adresse les annonces d’événements de { $host }.
letter-subscribe-link = Si c’est vous, ouvrez cette page et appuyez sur le bouton, dans les deux jours :
letter-subscribe-not-you = Si ce n’est pas vous, n’en faites rien : vous ne recevrez rien d’autre, et cette demande disparaîtra.
letter-news-subject = { $count ->
    [one] Un événement pour vous
   *[other] { $count } événements pour vous
}
letter-news-subject-one = { $title }
letter-news-intro = Voici ce qui est annoncé, selon vos choix :
letter-news-when = { $more ->
    [0] { $date } à { $time }
    [one] { $date } à { $time }, puis une autre date
   *[other] { $date } à { $time }, puis { $more } autres dates
}
letter-news-online = en ligne
letter-news-both = { $place }, ou en ligne
letter-news-free = gratuit
letter-news-price = { $price } €
letter-news-change = Changer mes choix
letter-news-end = Ne plus recevoir ces lettres
letter-news-foot = { $issuer }, { $host }. Vous recevez cette lettre parce que vous l’avez demandée et confirmée. Elle ne contient ni image, ni mouchard. Personne ne lit les réponses.
letter-question-subject = Voulez-vous encore ces lettres ? ({ $host })
letter-question-intro = Depuis presque trois ans, vous recevez les annonces d’événements de { $host }, et nous ne savons pas si elles vous servent : rien dans ces lettres ne dit si vous les ouvrez. Sans nouvelles de vous, elles s’arrêtent le { $date } et votre adresse est effacée.
letter-question-link = Pour continuer, ouvrez cette page et appuyez sur « Continuer ainsi » :
letter-question-else = Pour en rester là, n’en faites rien.

admin-subscriptions-title = Lettres sur les événements
admin-subscriptions-text = Combien de personnes les reçoivent, et à quel rythme.
admin-subscriptions-intro = Combien de personnes reçoivent les annonces d’événements. Les adresses ne se montrent nulle part.
admin-subscriptions-none = Personne n’en reçoit encore.
column-rhythm = Rythme
column-letter-language = Langue
column-confirmed = Confirmées
column-unconfirmed = En attente
job-announce = Annonce d’un événement
job-write-news = Écriture des lettres sur les événements
job-read-reports = Lecture des courriels qui reviennent

register-subscriptions = Les lettres sur les événements que vous avez demandées : adresse, choix, date et version du texte accepté
register-subscriptions-why = Pour les envoyer, et montrer que vous les avez demandées. Tout part dès que vous arrêtez.
register-tellings = Les événements dont une lettre vous a parlé
register-tellings-why = Pour ne pas vous en parler deux fois. Cela part avec les lettres.
register-refusals = Les courriels que votre boîte a refusés
register-refusals-why = Pour arrêter d’écrire à une boîte qui n’existe plus.
