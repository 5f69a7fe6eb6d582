# Ce que `crema check` trouve dans les modules.
finding-error = erreur : { $message }
finding-warning = avertissement : { $message }
finding-meant = { $message } ; vouliez-vous dire `{ $near }` ?
finding-too-large = le fichier dépasse 1 Mio ; partagez le module
finding-too-much = `{ $value }` a plus d’éléments qu’aucun module n’en demande
finding-too-deep = des crochets ou des noms emboîtés trop profondément
finding-too-many-findings = il y en a d’autres ; corrigez d’abord ce qui est dit plus haut
finding-hidden-character = un caractère invisible ({ $value }) ; effacez-le
finding-not-utf8 = ce n’est pas du texte UTF-8 ; enregistrez le fichier en UTF-8
finding-syntax = ce n’est pas du TOML : { $value }
finding-missing-key = `{ $value }` manque dans ce bloc
finding-unknown-key = clé inconnue : `{ $value }`
finding-key-of-other-type = `{ $value }` ne va pas avec le type `{ $kind }`, mais avec : { $others }
finding-empty = cette liste est vide
finding-misplaced-key = `{ $value }` vient après une sous-table et lui appartient donc ; remontez la clé, ou écrivez la sous-table sur une ligne : `nom = { "{" } … { "}" }`
finding-unknown-value = valeur inconnue : `{ $value }`
finding-bad-id = `{ $value }` n’est pas un id : minuscules, chiffres et tirets, 64 au plus
finding-duplicate-id = l’id `{ $value }` sert deux fois
finding-same-choice = deux éléments ont le même texte : `{ $value }`
finding-expected-text = il faut ici un texte entre guillemets droits
finding-expected-truth = il faut ici `true` ou `false`, sans guillemets
finding-expected-number = il faut ici un nombre, sans guillemets, avec un point pour les décimales
finding-expected-count = il faut ici un nombre entier, positif ou nul, sans guillemets
finding-expected-day = il faut ici un jour, comme 2027-06-30, sans guillemets
finding-expected-list = il faut ici une liste entre crochets, comme ["un", "deux"]
finding-expected-table = il faut ici des clés et des valeurs entre accolades, comme {"{"} clé = "valeur" {"}"}
finding-expected-version = il faut ici une version comme "1.0.0" (lettres, chiffres, points et tirets)
finding-expected-language = il faut ici un code de langue comme "fr" ou "en"
finding-expected-span = il faut ici une durée comme "7d", "18mo" ou "3y"
finding-expected-duration = il faut ici une durée comme "45min", "2h" ou "7d"
finding-expected-size = il faut ici une taille comme "300KiB" ou "5MiB"
finding-expected-file = il faut ici le nom d’un fichier placé sous le dossier du module
finding-expected-address = il faut ici une adresse qui commence par https://
finding-expected-extra-time = il faut ici "x1.33", "x1.5" ou "none"
finding-expected-one-right = il faut ici une bonne réponse, et une seule
finding-expected-pair = il faut ici une paire de deux textes
finding-bounds-blank = une absence de réponse vaut 0
finding-bounds-points = les points vont de 0 à 1000
finding-bounds-fraction = une part va de 0 à 1
finding-bounds-positive = au moins 1
finding-bounds-standard-error = une erreur-type est plus grande que 0
finding-bounds-min-items = `min_items` dépasse `max_items`
finding-bounds-all-in-order = sur une seule page, toutes les questions se lisent : `go_back = false` va avec `pages = "one"`
finding-bounds-gap-weight = le poids d’un trou va de 0,001 à 1000
finding-bounds-two-modes = un module est adaptatif ou en deux temps, pas les deux
finding-bounds-discrimination = une discrimination est plus grande que 0
finding-bounds-retired = une question est retirée à une date déjà venue
finding-bounds-min-group = les résultats se montrent à partir de 5 réponses
finding-bounds-min-max = `min` dépasse `max`
finding-bounds-min-words = `min_words` dépasse `max_words`
finding-bounds-right-number = le bon nombre n’est pas entre `min` et `max`
finding-bounds-weight = un poids est une part de la question, de -1 à 1 pour un choix, de 0 à 1 pour un texte
finding-bounds-tolerance = une tolérance n’est pas négative
finding-bounds-needs-part = une partie demandée sans question
finding-no-module = ce n’est pas l’id du module d’à côté : `{ $value }`
finding-no-source = pas de source `{ $value }`
finding-no-question = pas de question `{ $value }`
finding-no-part = pas de partie `{ $value }`
finding-no-level = pas de niveau `{ $value }`
finding-no-badge = pas de badge `{ $value }`
finding-no-pool = pas de lot `{ $value }`
finding-no-evidence = pas de preuve `{ $value }`
finding-no-edition = le référentiel `{ $value }` n’est pas connu dans cette édition
finding-no-skill = pas de compétence `{ $value }` dans les référentiels déclarés
finding-pool-too-small = on tire { $draw } questions d’un lot qui en a { $size }
finding-overexposed = le lot `{ $value }` est trop petit pour `exposure_max` : chacune de ses questions est vue dans { $least } des passages ; ajoutez des questions ou tirez-en moins
finding-unreachable = personne ne peut atteindre ce niveau : le plus qu’on puisse obtenir est { $best }
finding-not-drawn = ce niveau demande `{ $value }`, que certains tirages n’ont pas
finding-needs-itself = ce niveau demande le badge `{ $value }`, qu’il donne lui-même
finding-charter-outside = `charter = true` se demande dans une certification : ailleurs, personne n’a de compte pour adhérer
finding-guessable = qui répond au hasard atteint cette barre ({ $bar }) avec une probabilité de { $chance } ; 1 % au plus est permis : relevez `min`, ou ajoutez des questions
finding-no-angoff = chaque tirage a ici sa barre : cette question demande `angoff`
finding-other-cut = la barre dit { $typed }, les juges disent { $low } à { $high } (voir `angoff`) ; écrivez `cut = "per-form"`
finding-empty-minimum = `min_per_skill` ne change rien : il faut au moins 4 questions tirées d’une même compétence
finding-uncovered = le badge nomme `{ $value }`, que certains tirages ne vérifient pas
finding-per-option = `per_option` donne des points à une réponse vide, ce qu’une certification ne fait pas
finding-loose-form = la fidélité prévue d’un tirage (alpha { $alpha }) est sous 0,8 ; tirez plus de questions
finding-no-file = le fichier `{ $value }` n’est pas là
finding-unknown-badge = pas de badge `{ $value }` dans les modules vérifiés
finding-untested-skill = le badge nomme `{ $value }`, qu’aucune question notée ne vérifie
finding-uncarried-skill = le badge nomme `{ $value }`, que son niveau ne demande pas ; mettez dans `needs.items` une question qui la vérifie
finding-missing-alt = une image demande `alt`, ou `decorative = true` si elle ne dit rien
finding-gaps = le texte doit contenir {"{"}1{"}"}, {"{"}2{"}"}… une fois chacun, un pour chaque trou
finding-nothing-to-spot = aucune phrase ne dit `error = true` : il n’y a rien à trouver
finding-nothing-to-order = un ordre demande au moins deux éléments
finding-without-source = une question notée sans `sources`
finding-always-saved = chaque réponse est toujours enregistrée dès qu’elle est donnée : « false » n’y change rien, enlevez la clé
finding-review-passed = à relire depuis le { $value }
finding-no-licence = aucune licence n’est dite
finding-untranslated = pas traduit : { $value }
finding-not-in-module = le module n’a rien à traduire sous `{ $value }` ici
finding-stale = la traduction a été faite pour une autre version du module ; relisez-la, puis mettez ici la version du module
finding-other-length = cette liste n’a pas la même longueur que celle du module
finding-no-module-here = aucun module ici
finding-orphan = une traduction sans son module
finding-same-module = l’id `{ $value }` est déjà celui de { $other }
finding-cut-range = { $path } : barre selon le tirage, de { $low } à { $high }
finding-guess-rate = { $path } : qui répond au hasard obtient { $mean } en moyenne
finding-texts-missing = { $count ->
    [one] { $path } : un texte n’est pas traduit
   *[other] { $path } : { $count } textes ne sont pas traduits
}
preview-wrong = Ce fichier contient des erreurs : la dernière version sans erreur, s’il y en a une, reste servie. Corrigez, enregistrez, rechargez la page.
new-exists = { $path } existe déjà et reste comme il est ; choisissez un autre id
new-no-folder = le dossier { $folder } n’existe pas ; créez-le, ou nommez-en un avec --folder
new-next = Écrit. Changez les textes, puis : crema check { $path } ; crema preview { $path }
finding-summary = fichiers : { $files }, erreurs : { $errors }, avertissements : { $warnings }
