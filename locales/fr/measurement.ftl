# Mesure : ce que les chiffres disent d’un test, dans le terminal.

table-row = { $file }, ligne { $row } : { $why }
table-cell = { $file }, ligne { $row }, colonne { $column } ({ $name }) : { $why }
table-too-large = le fichier dépasse 64 Mio
table-no-items = il faut un en-tête : « person », puis une colonne par question
table-no-header = l’en-tête manque : la première ligne contient déjà des notes
table-no-persons = aucune ligne de notes
table-unnamed = cette colonne n’a pas de nom
table-same-name = une autre colonne porte déjà ce nom
table-quote = un guillemet n’est pas fermé, ou du texte le suit
table-cells = { $found } cellules au lieu de { $expected }
table-not-a-number = « { $text } » n’est pas un nombre
table-empty = la cellule est vide ; écrivez 0 pour une question laissée sans réponse
table-maximum = un maximum ne peut pas être négatif
table-late-maximum = la ligne « max » doit venir juste après l’en-tête
table-not-binary = { $value } : seuls 0 et 1 sont possibles ici
table-first-column = { $file } : la première colonne, « { $name } », est lue comme les noms des personnes, pas comme une question ; appelez-la « person » si c’est bien cela.
table-repeats = { $file } : { $count ->
    [one] une ligne répète une personne déjà vue (ligne { $row }) et ne compte pas
   *[other] { $count } lignes répètent une personne déjà vue (la première : ligne { $row }) et ne comptent pas
} ; seul le premier essai compte.
table-above-maximum = { $file }, ligne { $row } ({ $name }) : une note dépasse le maximum de la question ; ajoutez une ligne « max ».

bank-shape = { $file } : il faut "a" et "b", deux listes de { $items } nombres, dans l’ordre des colonnes ({ $a } et { $b } trouvés)
measurement-people = { $people } personnes, { $items } questions.
measurement-few = Trop peu de réponses pour en dire quelque chose : { $people } personnes, il en faut au moins { $needed }. Les chiffres bruts sont dans --json.

stats-mean = En moyenne { $mean } points sur { $max } ; écart-type { $sd }.
stats-shape = Répartition des totaux : asymétrie { $skewness }, aplatissement { $kurtosis }.
stats-alpha-high = Les questions vont bien ensemble : alpha { $alpha } (entre { $low } et { $high }).
stats-alpha-middle = Les questions vont assez bien ensemble : alpha { $alpha } (entre { $low } et { $high }).
stats-alpha-low = Les questions vont mal ensemble : alpha { $alpha } (entre { $low } et { $high }). Le total dit peu de chose d’une personne.
stats-alpha-none = La cohérence des questions ne se calcule pas ici : il faut deux questions, et des totaux qui diffèrent.
stats-sem = Le hasard seul déplace un total d’environ { $sem } points (erreur type de mesure).
stats-item = { $id } : { $share } des points en moyenne (entre { $low } et { $high }).
stats-item-unmarked = { $id } : elle ne rapporte aucun point.
stats-item-flat = Elle ne départage personne : toutes les notes sont les mêmes.
stats-item-alone = Rien d’autre ne varie : on ne peut pas la comparer au reste.
stats-item-high = Elle départage bien (corrélation avec le reste { $r }, entre { $low } et { $high }).
stats-item-middle = Elle départage un peu (corrélation avec le reste { $r }, entre { $low } et { $high }).
stats-item-low = Elle départage mal (corrélation avec le reste { $r }, entre { $low } et { $high }).
stats-item-reversed = Ceux qui réussissent le reste la ratent : vérifiez la bonne réponse et l’énoncé (corrélation avec le reste { $r }, entre { $low } et { $high }).
stats-item-better-without = Sans elle, alpha monterait à { $alpha }.

calibrate-few-each = Moins de 200 réponses par question : ces chiffres ne suffisent pas pour un test adaptatif.
calibrate-rasch = Difficultés en logits, de moyenne 0 (modèle de Rasch), de la plus facile à la plus difficile.
calibrate-2pl = Difficultés et pentes (modèle à deux paramètres) ; les personnes sont centrées sur 0, d’écart-type 1.
calibrate-item = { $id } : difficulté { $b } (entre { $low } et { $high }).
calibrate-slope = Pente { $a } (entre { $low } et { $high }).
calibrate-bare = { $id } : difficulté { $b }, pente { $a }.
calibrate-none = { $id } : rien à estimer ; presque tous ceux qui comptent y ont répondu pareil, ou elle ne dépend pas du niveau.
calibrate-persons = Le niveau de chaque personne est dans --json.
calibrate-too-few-items = Rien à calibrer : { $found } questions départagent les personnes, il en faut { $needed }.
calibrate-unlinked = Rien à calibrer : aucune réponse ne relie { $items } aux autres questions. Il faut des personnes qui réussissent les unes et ratent les autres, dans les deux sens.
calibrate-diverges = Rien à calibrer : la pente de { $item } n’a pas de limite avec ces réponses. Retirez la question, ou réunissez plus de réponses.
calibrate-out-of-range = Rien à calibrer : trop de questions à la fois. Calibrez par parties.
calibrate-not-settled = Rien à calibrer : le calcul ne se stabilise pas avec ces réponses.

simulate-length = { $mean } questions par personne en moyenne ; { $stopped } des tests se sont arrêtés parce qu’on en savait assez.
simulate-exposure = La question la plus vue l’a été par { $share } des personnes.
simulate-unused = { $count ->
    [0] Toutes les questions ont servi.
    [one] Une question n’a servi à personne.
   *[other] { $count } questions n’ont servi à personne.
}
simulate-error = À la fin, le niveau est connu à { $psd } près (écart-type moyen).
