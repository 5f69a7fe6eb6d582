# La page d’un auteur : ce que les réponses disent d’un module et de ses questions.

figures-title = { $module } : ce que disent les réponses
figures-none = Personne n’a encore terminé ce module dans sa version actuelle.
figures-few = { $missing ->
    [one] Il manque une réponse pour montrer quoi que ce soit : { $count } tentatives terminées, il en faut { $needed }.
   *[other] Il manque { $missing } réponses pour montrer quoi que ce soit : { $count } tentatives terminées, il en faut { $needed }.
}
figures-few-why = Avec moins de réponses, les chiffres changeraient au hasard, et ils en diraient trop sur chaque personne.
figures-counted = { $count } tentatives terminées, toutes sur la version { $version }.
figures-newest = Il y en a { $all } ; seules les { $count } plus récentes comptent ici.
figures-first = Seule compte la première tentative d’une personne, là où le module permet de la reconnaître ; ailleurs, rien ne relie deux tentatives et chacune compte. Les réponses données par une table ou une salle ne comptent pas. Une question laissée vide rapporte 0.
figures-small = Ce qui concerne moins de cinq personnes n’est pas montré : « trop peu » le remplace.
figures-file = Fichier des points, sans identités (CSV), lu par crema stats
figures-test-title = Le test entier
figures-mean-share = En moyenne { $mean } des points ; écart-type { $sd }.
figures-drawn = Les questions sont tirées au sort : chacun n’a pas eu les mêmes, et la cohérence du test entier (alpha) ne se calcule pas. Dans le fichier, une question qui n’a pas été posée est une case vide.
figures-sem-plain = Quelqu’un qui referait le test sans avoir rien appris ni oublié tomberait, deux fois sur trois, à moins de { $sem } points de son premier total.
figures-n = Tentatives
figures-questions = Questions
figures-mean = Moyenne
figures-sd = Écart-type
figures-alpha = Alpha de Cronbach
figures-sem = Erreur type de mesure
figures-of-points = { $points } points
figures-between = { $value } (entre { $low } et { $high })
figures-questions-title = Question par question
figures-responses = { $count } réponses · { $id }
figures-question-few = { $missing ->
    [one] Il manque une réponse : { $count } sur { $needed }. Rien n’est montré.
   *[other] Il manque { $missing } réponses : { $count } sur { $needed }. Rien n’est montré.
}
figures-very-easy = Très facile : { $share } des points en moyenne (entre { $low } et { $high }).
figures-easy = Plutôt facile : { $share } des points en moyenne (entre { $low } et { $high }).
figures-middle = Ni facile ni difficile : { $share } des points en moyenne (entre { $low } et { $high }).
figures-hard = Plutôt difficile : { $share } des points en moyenne (entre { $low } et { $high }).
figures-very-hard = Très difficile : { $share } des points en moyenne (entre { $low } et { $high }).
figures-confusing-sure = { $share } ont choisi { $choice }, plus que la bonne réponse : cette question trompe.
figures-confusing-maybe = { $share } ont choisi { $choice }, plus que la bonne réponse : cette question trompe peut-être, ou c’est le hasard.
figures-below-chance = On y réussit moins bien qu’au hasard, qui donnerait { $chance }.
figures-reversed-sure = Ceux qui en savent plus la ratent : vérifiez la bonne réponse et l’énoncé.
figures-reversed-maybe = Ceux qui en savent plus la ratent plutôt ; ce peut encore être le hasard.
figures-attractive-sure = La mauvaise réponse { $choice } attire ceux qui en savent plus : relisez-la.
figures-attractive-maybe = La mauvaise réponse { $choice } attire plutôt ceux qui en savent plus ; ce peut encore être le hasard.
figures-repellent-sure = Ceux qui en savent plus évitent la bonne réponse { $choice } : relisez-la.
figures-repellent-maybe = Ceux qui en savent plus évitent plutôt la bonne réponse { $choice } ; ce peut encore être le hasard.
figures-idle = Moins de 5 % choisissent { $choice } : elle ne trompe presque personne, et pourrait être remplacée.
figures-flat = Presque tout le monde a le même résultat : elle ne départage pas.
figures-choices = Qui a choisi quoi
figures-choice = Réponse
figures-share = Part
figures-their-total = Moyenne de ces personnes
figures-right = bonne réponse
figures-silent = Aucune réponse, ou « je ne sais pas »
figures-too-few = trop peu
figures-curve-title = Qui la réussit, selon le reste du test
figures-curve-text = Du groupe qui réussit le moins les autres questions à celui qui les réussit le plus : { $shares } la réussissent.
figures-curve-model = La courbe en tirets est ce qu’attend le modèle de Rasch.
figures-distractors-title = Qui choisit quoi, selon le reste du test
figures-distractors-text = Une ligne par réponse, du groupe qui réussit le moins les autres questions à celui qui les réussit le plus. Trait plein : bonne réponse. Tirets : mauvaises réponses.
figures-axis-rest = part réussie du reste
figures-groups = Les mêmes chiffres en tableau
figures-group = Réussite du reste
figures-people = Personnes
figures-passed = La réussissent
figures-above = plus de { $share }
figures-below = moins de { $share }
figures-passed-means = « Réussir » une question veut dire en obtenir au moins la moitié des points.
figures-true = Vrai
figures-false = Faux
