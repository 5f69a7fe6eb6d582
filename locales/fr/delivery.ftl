# La passation : le temps, les parties, la table, les questions signalées, la relecture.

progress-most = Question { $n } sur { $count } au plus
limit-legend = Le temps
limit-told = Vous avez { $minutes } minutes. Le temps compte dès que vous commencez. À la fin, ce qui est enregistré est rendu.
limit-told-pause = Vous avez { $minutes } minutes, avec des pauses si vous en voulez. Le temps compte dès que vous commencez. À la fin, ce qui est enregistré est rendu.
limit-minutes = { $minutes } minutes
limit-none = Sans limite de temps
time-left = { $minutes ->
    [one] Il reste { $minutes } minute.
   *[other] Il reste { $minutes } minutes.
}
time-near = Il reste moins de cinq minutes.
pause-button = Faire une pause
pause-title = Vous êtes en pause
pause-text = Le temps est arrêté. Il vous restera { $minutes } minutes. Les questions reviennent quand vous reprenez.
pause-end = Reprendre
over-title = Le temps est écoulé
over-text = Vos réponses enregistrées sont gardées. Voyez votre résultat.
over-late = Cette réponse est arrivée trop tard : elle n’a pas été prise. Tout ce qui était enregistré avant compte.

retake-title = Pas d’essai pour le moment
retake-wait = Vous pourrez recommencer à partir du { $date }. C’est le temps de relire ce qui vous a manqué.
retake-spent = Vous avez utilisé tous vos essais pour ce module.
retake-back = Revenir au module
retake-told = { $days ->
    [0] Vous avez { $count } essais.
    [one] Vous avez { $count } essais, à un jour d’écart au moins.
   *[other] Vous avez { $count } essais, à { $days } jours d’écart au moins.
}
keep-first-told = Votre premier essai est celui qui compte. Les suivants servent à vous entraîner.
keep-last-told = Votre dernier essai est celui qui compte : un badge gagné avant, et pas encore reçu, n’attend plus.
order-told = Les questions viennent l’une après l’autre. Une fois répondu, on n’y revient pas.

parts-title = Où j’en suis
parts-link = Voir où j’en suis
parts-text = Chaque partie peut se faire seule. Elles s’additionnent : arrêtez-vous quand vous voulez, et revenez avec ce code.
parts-end = Terminer et voir mon résultat
part-done = Terminée
part-answered = { $done ->
    [one] { $done } réponse sur { $count }
   *[other] { $done } réponses sur { $count }
}
part-begin = Commencer
part-go-on = Continuer
part-stop = La partie « { $part } » est terminée. Vous pouvez vous arrêter ici et continuer plus tard.

contest-link = Signaler un problème dans cette question
contest-title = Signaler un problème
contest-text = Personne ne saura que c’est vous. Les personnes qui tiennent le module liront ce que vous dites ; si la question est fautive, elle ne comptera plus pour personne.
contest-reason = Qu’est-ce qui ne va pas ?
contest-choose = Choisissez ce qui ne va pas.
contest-wrong = La bonne réponse est fausse, ou il y en a une autre
contest-unclear = La question n’est pas claire
contest-outdated = Ce n’est plus vrai aujourd’hui
contest-hurtful = Elle blesse ou met quelqu’un à l’écart
contest-unusable = Je ne peux pas y répondre avec mon appareil
contest-other = Autre chose
contest-words = Dites-en plus, si vous voulez
contest-send = Envoyer
contest-back = Revenir à la question
contest-thanks = Merci, c’est noté
contest-thanks-text = Votre signalement est enregistré, sans rien sur vous. Si la question est retirée, votre résultat sera recompté.
feedback-neutral = Cette question a été retirée : elle ne compte plus pour personne.

changes-title = Ce qui a changé : { $module }
changes-text = Quand une question se révèle fautive, elle est retirée pour tout le monde et les résultats sont recomptés. Un badge déjà donné n’est jamais repris.
changes-none = Rien n’a changé.
changes-neutral = question retirée du compte
changes-restored = question remise dans le compte
changes-raised = { $count ->
    [one] { $count } résultat est monté d’un niveau.
   *[other] { $count } résultats sont montés d’un niveau.
}
changes-back = Revenir au module
changes-link = Questions retirées depuis la publication

stopped-precise = Le test s’arrête ici : vos réponses suffisent pour connaître votre niveau.
stopped-length = Le test s’arrête ici : il est arrivé à sa longueur prévue.
stopped-exhausted = Le test s’arrête ici : il n’a plus de question à poser.
review-open-title = Votre résultat est en relecture
review-open = Votre résultat est tout près de la barre. Une personne va le relire avant de décider ; rien n’est refusé d’ici là. Revenez avec votre code.
review-granted = Votre résultat était tout près de la barre. Une personne l’a relu, et le niveau vous est donné.
review-refused = Votre résultat était tout près de la barre. Une personne l’a relu : le niveau n’est pas atteint cette fois.
review-reason = Ce qu’en dit la personne qui a relu : { $reason }
result-near = Le niveau « { $level } » est tout près. Encore un essai ?
result-first-counts = Pour ce module, c’est votre premier essai qui compte : celui-ci est un entraînement, il ne donne pas de badge.
result-last-counts = Vous avez refait ce module depuis : c’est votre dernier essai qui compte, celui-ci ne donne plus de badge.
result-neutral = Une question de ce questionnaire a été retirée : elle n’est pas comptée.
result-placeholder = La barre de ce module n’est pas encore fixée : il ne donne pas de badge pour l’instant.

table-one-phone = Un téléphone pour la table
table-one-phone-text = Les questions en grand, une réponse pour la table.
table-aloud = Lire à voix haute et compter les mains
table-aloud-text = Quelqu’un lit, les mains se lèvent, vous tapez combien. Rien d’autre n’est gardé.
table-hands = Combien de mains pour chaque réponse ?
table-discuss = Lisez la question, parlez-en, puis voyez ce qu’il en est.
table-submit = Voir ce qu’en pense la salle
table-number = Tapez un nombre de mains, en chiffres.
table-count = { $count ->
    [one] { $count } voix
   *[other] { $count } voix
}
table-too-few = Il faut au moins cinq réponses pour les montrer.
table-result = Ce qu’en pense la salle
table-nothing = Aucune question n’a reçu assez de mains pour être montrée.
table-no-badge = Une table ne reçoit pas de badge : chacun peut refaire le module à son nom.
opinion-title = Ce qu’en pensent les autres
ways-link = Une partie seulement, ou à plusieurs
ways-title = Autrement : { $module }
ways-part = Une partie à la fois
ways-part-text = Chaque partie prend quelques minutes. Avec votre code, vous continuez plus tard, et tout s’additionne.
ways-part-legend = Par quelle partie commencer ?
stage-easy = Suite A : pour qui a moins de { $share } des points aux premières questions
stage-hard = Suite B : pour qui a { $share } des points ou plus aux premières questions

easy-name = Facile à lire et à comprendre
easy-name-draft = Facile à lire et à comprendre (brouillon)
easy-draft = Brouillon : les personnes à qui ces textes faciles à lire s’adressent ne les ont pas encore relus.
easy-enter = Passer aux textes faciles à lire et à comprendre
easy-enter-draft = Passer aux textes faciles à lire et à comprendre (brouillon)
easy-leave = Revenir aux textes habituels

before-legend = Avant de commencer
before-age = J’ai { $age } ans ou plus.
before-missing = Il manque quelque chose avant de commencer :
before-tick = Cochez cette case pour commencer.
before-badge = Votre badge « { $badge } » : son adresse ou son code
before-badge-hint = L’adresse est celle de la page du badge ; le code est sur votre carte. Si le badge est rangé dans votre espace, laissez vide.
before-badge-missing = Ce badge n’a pas été trouvé, ou il n’est plus valable.
before-badge-later = Ceci est un essai, qui ne donne pas de badge. Plus tard, il faudra d’abord avoir le badge « { $badge } ».
