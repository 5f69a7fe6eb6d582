# Le questionnaire : questions, explications, résultat.

progress = Question { $n } sur { $count }
question-title = { $progress } · { $module }
question-title-refused = { $progress } · erreur · { $module }
answer-submit = Valider
answer-dont-know = Je ne sais pas
answer-once = Votre réponse est gardée telle quelle : on ne revient pas sur une question.
answer-skip = Passer
answer-true = Vrai
answer-false = Faux
answer-number = Votre nombre
answer-text = Votre réponse
answer-choose = Choisir…
answer-position = Place de « { $text } »
answer-gap = Mot { $n }
answer-done = Je l’ai fait
answer-no-names = N’écrivez ni nom, ni détail qui ferait reconnaître quelqu’un.
hint-multiple = Plusieurs réponses possibles.
hint-spot = Cochez chaque phrase fausse.
hint-order = Donnez une place à chaque élément.
hint-match = Associez à chaque élément ce qui va avec.
hint-sort = Rangez chaque élément dans son groupe.
hint-unscored = Cette question n’est pas notée.
compare-tool = Outil : { $name }
compare-tool-opens = s’ouvre sur un autre site
compare-prompt = Demande { $n }
compare-observe = À observer
compare-fallback = Si le réseau manque
compare-notes = Vos notes, si vous voulez

feedback-right = Bonne réponse
feedback-partly = En partie
feedback-review = À revoir
feedback-thanks = Merci
feedback-unscored = Voici ce qu’il en est
feedback-of = « { $text } » :
feedback-unknown = Vous ne saviez pas ? Voici la réponse
feedback-yours = Votre réponse
feedback-correct = La bonne réponse
feedback-none = rien
feedback-sources = Source
feedback-next = Question suivante
feedback-to-end = Continuer

end-title = Avant le résultat
end-blanks = Il reste des questions sans réponse. Vous pouvez y revenir, ou voir votre résultat tout de suite.
end-complete = Vous avez répondu à tout.
end-button = Voir mon résultat

code-summary = Continuer sur un autre appareil
code-text = Notez ce code : il rouvre votre questionnaire sur n’importe quel appareil.
handover-button = Prêter l’appareil à quelqu’un d’autre
handover-title = Prêter l’appareil à quelqu’un d’autre
handover-text = Cet appareil va oublier votre questionnaire. Pour y revenir plus tard, notez ce code :
handover-confirm = C’est noté, passer la main
handover-back = Revenir à mes questions
put-away-title = Ce questionnaire est rangé
put-away-text = Il n’est plus ouvert sur cet appareil. Pour y revenir, tapez votre code.
resume-title = Reprendre un questionnaire
resume-label = Votre code
resume-hint = 12 lettres et chiffres
resume-button = Reprendre
resume-claim = J’ai plutôt le code d’un badge
view-all = Toutes les questions sur une page
view-one = Une question par page

result-title = Votre résultat
result-level = Vous avez atteint le niveau « { $level } »
result-no-level = Vous avez terminé le module
result-all-right = Tout est juste, bravo.
result-no-level-text = Aucun niveau n’est atteint pour cette fois. Vous pouvez recommencer quand vous voulez.
result-score = { $count ->
    [one] { $points } point sur { $max }.
   *[other] { $points } points sur { $max }.
}
result-skills = Par compétence
result-skill-strong = bien maîtrisé
result-skill-partly = en bonne voie
result-skill-weak = à revoir
result-skill-points = { $points } sur { $max }
result-next = Pour le niveau « { $level } »
result-next-score = obtenir au moins { $share } des points
result-next-part = terminer la partie « { $part } »
result-next-item = réussir la question « { $ask } »
result-next-skill = progresser en « { $skill } »
result-next-elsewhere = une condition qui se remplit en dehors de ce questionnaire
result-read = À lire ensuite
result-badge = Votre badge
result-badge-text = Votre badge « { $name } » vous attend. Recevez-le maintenant, ou gardez ce code : il sert pendant un an.
result-badge-taken = Vous avez déjà reçu votre badge « { $name } ».
result-badge-see = Voir mon badge
result-claim = Recevoir mon badge
result-print = Imprimer ce code
result-later = Plus tard, ou avec une carte
result-later-text = Ce code vous attend un an : notez-le ou imprimez-le, puis tapez-le sur la page « Recevoir mon badge ».
result-pocket-text = Une personne vous a remis une carte imprimée, avec un code ? Rangez-y votre badge : vous l’ouvrirez chez vous avec le code de la carte.
result-again = Recommencer le module
result-answers = Revoir mes réponses

offline-waiting = Le réseau est absent. Votre réponse est gardée ici et partira toute seule.
copied = Copié
copy = Copier

result-pocket = J’ai une carte
pocket-title = Mettre mon badge dans une carte
pocket-text = On vous a donné une carte avec un code ? Tapez-le ici : le badge y attend un an. Vous le recevrez chez vous, avec ce même code.
pocket-label = Code de la carte
pocket-hint = 12 lettres et chiffres, sur votre carte
pocket-button = Mettre dans la carte
pocket-done = C’est fait : votre badge est dans la carte. Gardez-la, son code l’ouvre pendant un an.
pocket-back = Retour au résultat
refusal-card-taken = Cette carte contient déjà un autre badge, ou ce badge est déjà dans une autre carte. Prenez-en une autre.
refusal-card-over = Cette carte est trop ancienne : demandez-en une autre.
