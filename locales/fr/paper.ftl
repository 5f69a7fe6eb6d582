# Le papier : la feuille à imprimer, son corrigé, la saisie, la correction au terminal.

sheet-not-an-answer = une ligne est un objet JSON avec « item » et « response » ({ $what })
sheet-unknown-item = le module n’a pas de question « { $item } »
sheet-unknown-choice = la question « { $item } » n’a pas de choix « { $choice } »
sheet-shape = la réponse à « { $item } » n’a pas la forme d’une question « { $kind } »
sheet-twice = la question « { $item } » a déjà sa réponse plus haut
sheet-score = Score : { $points } sur { $max }
sheet-share = ({ $share } des points).
sheet-level = Niveau atteint : { $level }.
sheet-no-level = Aucun niveau atteint.
sheet-skills = Par compétence
sheet-items = Par question
sheet-line = { "  " }{ $id } : { $points } sur { $max }
sheet-blank = sans réponse
sheet-right = juste
sheet-partly = en partie
sheet-wrong = à revoir

paper-key-title = Corrigé : { $title }
paper-version = Version { $version }
paper-form = forme { $form }
paper-form-whole = toutes les questions
paper-code = Code de la feuille
paper-name = Prénom ou surnom (facultatif)
paper-date = Date
paper-intro = Prenez votre temps. Une question laissée blanche ne retire jamais de point. On peut en parler ensemble.
paper-worth = { $count ->
    [one] { $points } point
   *[other] { $points } points
}
paper-unscored = non noté
paper-how-one = Cochez une seule case.
paper-how-several = Cochez toutes les bonnes réponses.
paper-how-spot = Cochez chaque phrase fausse.
paper-how-match = Écrivez dans chaque carré la lettre qui convient. Une lettre peut ne servir à rien.
paper-how-sort = Cochez une case par ligne.
paper-how-order = Écrivez les lettres dans l’ordre : la première dans le carré 1.
paper-how-gaps = Pour chaque trou, cochez un mot ou écrivez-le.
paper-how-number = Écrivez un nombre, sans unité.
paper-how-text = Écrivez un mot ou quelques mots.
paper-how-compare = Une expérience à faire, puis à cocher.
paper-answer = Réponse :
paper-grid = Grille de saisie
paper-grid-how = Pour l’animatrice ou l’animateur : recopiez ici les lettres de la feuille, puis tapez-les dans crema, page du module, « Saisir des feuilles papier ».
paper-rule-between = Juste de { $low } à { $high }.
paper-rule-accepted = Accepté : { $texts }. La casse, les accents et l’article ne comptent pas.
paper-rule-weights = La somme des cases cochées, entre 0 et 100 % : { $texts }.
paper-rule-gaps = Chaque trou compte autant.
paper-rule-gap-weights = Poids des trous : { $weights }.
paper-rule-all-or-nothing = Tout juste, ou rien.
paper-rule-right-minus-wrong = Part des bonnes cases cochées, moins part des mauvaises cochées ; jamais moins de zéro.
paper-rule-per-option = Part des cases cochées ou laissées comme il faut.
paper-rule-right-only-cap = Part des bonnes cases cochées ; rien si l’on en coche plus qu’il n’y en a de bonnes.
paper-rule-h5p = Bonnes cases moins mauvaises cases, sur le nombre de bonnes ; jamais moins de zéro.
paper-rule-per-pair = Chaque paire juste compte autant.
paper-rule-absolute-position = Chaque élément à sa place compte autant.
paper-rule-next-exclude-last = Chaque suite de deux éléments respectée compte autant.
paper-rule-longest-ordered = Compte la plus longue série dans le bon ordre, même avec d’autres entre eux.
paper-rule-longest-contiguous = Compte la plus longue série d’éléments qui se suivent, trouvés dans cet ordre.
paper-rule-kendall = Chaque paire d’éléments dans le bon ordre compte autant.

typed-link = Saisir des feuilles papier
typed-title = Saisir des feuilles papier
typed-how = Chaque feuille porte un code en haut, à droite. Tapez-le : la grille de cette feuille s’ouvre. Les mêmes règles qu’à l’écran notent les réponses.
typed-code-hint = par exemple FR1-7F3A9C
typed-open = Ouvrir la grille
typed-print-title = Imprimer la feuille
typed-print-how = Une page à imprimer en noir et blanc, au format A4. Gardez-la telle quelle : les lettres ne changent pas tant que le module reste le même.
typed-form = Numéro de la forme
typed-form-hint = deux formes n’ont pas les mêmes questions
typed-print = Voir la feuille à imprimer
typed-no-code = Ce n’est pas le code d’une feuille : deux lettres, un nombre, un tiret, six chiffres ou lettres.
typed-other-version = Cette feuille vient d’une autre version du module, ou d’un autre module : ses lettres ne disent pas la même chose. Imprimez-la de nouveau pour la prochaine fois.
typed-whole = Cette feuille porte toutes les questions, sans tirage : elle se note au terminal, avec « crema score ».
typed-grid-title = Feuille { $code }
typed-grid-how = Tapez les lettres de la feuille. Une question laissée blanche reste blanche.
typed-answer = Réponse
typed-hint-one = une lettre, de A à { $last }
typed-hint-several = une ou plusieurs lettres, de A à { $last }
typed-hint-truth = V ou F
typed-hint-row = { $count } lettres de A à { $last }, un tiret pour un blanc
typed-hint-order = les { $count } lettres, dans l’ordre de la feuille
typed-hint-number = le nombre, sans unité
typed-hint-text = ce qui est écrit
typed-errors = À reprendre avant d’enregistrer :
typed-error = Question { $n } : { $said }
typed-no-letter = « { $typed } » n’est pas une lettre de cette question, qui vont jusqu’à { $last }.
typed-count = { $needed ->
    [one] une seule lettre est attendue
   *[other] { $needed } lettres sont attendues
}, { $typed ->
    [0] aucune n’est tapée
    [one] une est tapée
   *[other] { $typed } sont tapées
}.
typed-twice = la lettre { $letter } est tapée deux fois.
typed-too-long = le texte est trop long.
typed-empty = rien n’est encore tapé.
typed-entered = cette feuille est déjà enregistrée. S’il s’agit d’une autre feuille, enregistrez-la.
typed-submit = Enregistrer la feuille
entered-title = Feuille enregistrée
entered-level = Niveau « { $level } » atteint
entered-no-level = Feuille enregistrée
entered-detail = Voir le détail
entered-badge = Le badge de cette personne
entered-badge-text = Donnez-lui la carte, ou ce code : elle recevra son badge quand elle voudra, pendant un an.
entered-next = Feuille suivante
