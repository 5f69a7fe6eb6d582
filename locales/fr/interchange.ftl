# Conversions depuis et vers GIFT, Moodle XML et QTI.
interchange-nothing = aucune question à reprendre n’a été trouvée
interchange-left-out = « { $title } » laissée de côté : { $reason }
interchange-changed = « { $title } » : { $reason }

# Pourquoi une question est laissée de côté.
interchange-broken = elle ne suit pas les règles de son format : { $value }
interchange-unknown-type = le type { $value } n’a pas d’équivalent
interchange-no-right-answer = aucune réponse n’est juste
interchange-no-text = rien n’est demandé avec des mots
interchange-no-number = un nombre est attendu, et non « { $value } »
interchange-too-many = plus que ce qu’un module, ou une question, peut contenir
interchange-refused = la vérification la refuserait : { $value }

# Ce qui n’est plus comme avant.
interchange-renamed = son nom n’est pas un identifiant : { $value } a été mis
interchange-formatting = la mise en forme n’est pas reprise, le texte l’est
interchange-media = une image ou un autre fichier n’est pas repris
interchange-several-right = plusieurs réponses valaient chacune tout ; il faut maintenant toutes les cocher
interchange-merged-feedback = plusieurs explications n’en font plus qu’une
interchange-feedback = une explication n’est pas reprise
interchange-repeated = « { $value } » figurait deux fois
interchange-other-answer = la réponse « { $value } » n’est pas reprise
interchange-wildcard = le signe * dans « { $value } » ne vaut plus que lui-même
interchange-case = majuscules et minuscules ne sont plus distinguées
interchange-partial = la règle { $value } n’est pas reprise
interchange-tolerance = la tolérance est écrite autrement
interchange-unit = les unités ne sont pas reprises
interchange-hints = les indices ne sont pas repris
interchange-tags = les étiquettes ne sont pas reprises : { $value }
interchange-other-type = le type { $from } est devenu { $to }
interchange-processing = le traitement des réponses n’est pas repris en entier : vérifiez le barème
interchange-weights = les poids ne sont pas repris en entier : vérifiez le barème
interchange-signs = des signes que l’autre format lit à sa façon ont été remplacés : { $value }
interchange-hidden = des caractères que personne ne voit ont été retirés
interchange-keys = non repris : { $value }
interchange-instruction = aucune consigne n’était donnée ; « { $value } » a été mis
interchange-filled = { $key } n’est pas indiqué : « { $value } » a été mis
interchange-missing = { $key } : rien n’est indiqué, à vous de compléter
